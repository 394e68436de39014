package dev.caravan.visitfiles.report;

import dev.caravan.platform.Digests;
import dev.caravan.platform.Masked;
import dev.caravan.platform.Shown;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file must look like to be read as a report: the contract with a source.
 *
 * @param names of the header's cells, in their order; accents, case and blanks do not matter
 * @param column2 the names that the second cell may have; {@code *} for any
 * @param fallback in which a file is read that is not UTF-8; empty: such a file is refused
 * @param maxLineBytes of one line in UTF-8, without its end; a longer one is a row error
 * @param maxFileBytes a larger file is refused unread
 */
public record Layout(
        List<String> names, List<String> column2, Optional<Charset> fallback, int maxLineBytes, long maxFileBytes) {

    /** The order of the columns is the program's; their names and number may not differ from it. */
    public static final List<String> NAMES = Column.headers();

    /** Refuses nothing that was seen in real reports. */
    public static final Layout STANDARD = new Layout(
            NAMES, List.of("jyv", "jk", "fgh"), Optional.of(Charset.forName("windows-1252")), 1 << 20, 1L << 31);

    private static final int COLUMN_2 = 1;
    private static final int SHOWN_CELL = 20;
    private static final int SHOWN_NAMES = 15;
    private static final int SHOWN_LINE = 200;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+|\uFEFF");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    public Layout {
        names = List.copyOf(names);
        column2 = List.copyOf(column2);
        if (names.size() != Column.ALL.size() || column2.isEmpty()) {
            throw new IllegalArgumentException(names + ", second one of " + column2);
        }
    }

    /** Changes with everything that can change the verdict on a header; 12 letters and digits. */
    public String version() {
        return Digests.sha256(List.of(names.toString(), column2.toString(), fallback.toString()))
                .substring(0, 12);
    }

    /** The verdict on a file of this size, before any byte of it is read. */
    public Optional<LayoutError> judge(long bytes) {
        return bytes > maxFileBytes
                ? error(Code.L_08, bytes + " bytes, at most " + maxFileBytes + " are allowed")
                : Optional.empty();
    }

    /** @param header the first line that is not blank */
    Optional<LayoutError> judge(String header) {
        String[] cells = CsvLine.cells(header);
        boolean oneCell = cells == null ? isQuotedWithoutCommas(header) : cells.length == 1;
        Optional<String> delimiter = oneCell ? otherDelimiter(header) : Optional.empty();
        if (delimiter.isPresent()) {
            return error(Code.L_03, "they are separated by " + delimiter.get());
        }
        if (cells == null) {
            return error(Code.L_07, Cut.at(SHOWN_LINE, Shown.text(Masked.namesAndHosts(header))));
        }
        if (cells.length != names.size()) {
            return error(Code.L_04, count(cells));
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            if (!isAccepted(i, cells[i])) {
                String expected = i == COLUMN_2 ? String.join(" or ", column2) : names.get(i);
                differences.add("column " + (i + 1) + ": expected " + expected + ", found " + shown(cells[i]));
            }
        }
        return differences.isEmpty() ? Optional.empty() : error(Code.L_05, String.join("; ", differences));
    }

    static Optional<LayoutError> error(Code code, String details) {
        return Optional.of(new LayoutError(code.toString(), Cut.at(1000, code.text() + ": " + details)));
    }

    /** Quotes that are well-formed if something else than a comma separates the cells. */
    private static boolean isQuotedWithoutCommas(String header) {
        return header.indexOf(',') < 0 && header.chars().filter(c -> c == '"').count() % 2 == 0;
    }

    private static Optional<String> otherDelimiter(String header) {
        if (header.contains(";")) {
            return Optional.of("semicolons: ;");
        }
        if (header.contains("\t")) {
            return Optional.of("tabs");
        }
        return header.contains("|") ? Optional.of("bars: |") : Optional.empty();
    }

    private String count(String[] cells) {
        List<String> extra = new ArrayList<>(List.of(cells));
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int column = i;
            extra.stream()
                    .filter(cell -> isAccepted(column, cell))
                    .findFirst()
                    .ifPresentOrElse(extra::remove, () -> missing.add(names.get(column)));
        }
        return "expected " + names.size() + ", found " + cells.length + "; missing: " + list(missing) + "; extra: "
                + list(extra);
    }

    private static String list(List<String> cells) {
        if (cells.isEmpty()) {
            return "none";
        }
        String first = String.join(
                ", ", cells.stream().limit(SHOWN_NAMES).map(Layout::shown).toList());
        return cells.size() > SHOWN_NAMES ? first + " and " + (cells.size() - SHOWN_NAMES) + " more" : first;
    }

    private boolean isAccepted(int column, String cell) {
        List<String> accepted = column == COLUMN_2 ? column2 : List.of(names.get(column));
        return accepted.stream()
                .anyMatch(name -> name.equals("*") || normal(name).equals(normal(cell)));
    }

    private static String normal(String cell) {
        String plain =
                MARKS.matcher(Normalizer.normalize(cell, Normalizer.Form.NFD)).replaceAll("");
        return BLANKS.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    private static String shown(String cell) {
        return cell.isEmpty() ? "nothing" : Cut.at(SHOWN_CELL, Shown.text(Masked.namesAndHosts(cell)));
    }
}
