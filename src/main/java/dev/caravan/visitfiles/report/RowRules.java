package dev.caravan.visitfiles.report;

import dev.caravan.visitfiles.report.ValidationSettings.Duplicate;
import dev.caravan.visitfiles.report.ValidationSettings.EmptyBrowser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the rows of one file, in their order; docs/visitfiles.md has the rules. For one thread. */
final class RowRules implements AutoCloseable {

    private static final Set<String> BADMAIL = Set.of("HARD", "SOFT");
    private static final Set<String> BAJA = Set.of("SI", "NO");
    private static final char DELETE = 0x7F;
    private static final int MAX_TEXT = 4000;

    private final ValidationSettings settings;
    private final LocalDateTime earliest;
    private final LocalDateTime latest;
    private final Seen visits;
    private final @Nullable Seen rows;

    /**
     * @param now in the business zone
     * @param most valid rows that the file can have
     * @param folder for what does not fit into memory
     */
    RowRules(ValidationSettings settings, LocalDateTime now, long most, Path folder) throws IOException {
        this.settings = settings;
        this.earliest = settings.minDate().atStartOfDay();
        this.latest = now.plus(settings.futureTolerance());
        this.visits = new Seen(most, folder);
        this.rows = settings.exactDuplicates() == Duplicate.REJECT ? new Seen(most, folder) : null;
    }

    void judge(LineReader line, RowSink sink) {
        String[] cells = line.tooLong() ? null : CsvLine.cells(line.text());
        if (cells != null && cells.length == Column.ALL.size()) {
            judge(line.number(), line.text(), new Cells(cells), sink);
            return;
        }
        RowProblems problems = new RowProblems();
        if (line.tooLong()) {
            problems.add(Code.R_16, Code.R_16.text());
        } else if (cells == null) {
            problems.add(Code.R_15, Code.R_15.text());
        } else {
            problems.add(Code.R_01, Code.R_01.text() + ": expected " + Column.ALL.size() + ", found " + cells.length);
        }
        sink.rejected(problems.error(line.number(), line.text()));
    }

    private void judge(int line, String text, Cells cells, RowSink sink) {
        RowProblems problems = new RowProblems();
        checkEmail(cells, problems);
        checkTimes(cells, problems);
        checkCounts(cells, problems);
        checkTexts(cells, problems);
        checkControls(text, cells, problems);
        if (problems.none() && rows != null && rows.before(text)) {
            problems.add(Code.R_17, Code.R_17.text());
        }
        if (problems.none()) {
            sink.valid(valid(line, cells));
        } else {
            sink.rejected(problems.error(line, text));
        }
    }

    private static void checkEmail(Cells cells, RowProblems problems) {
        String email = cells.of(Column.EMAIL);
        boolean given = cells.has(Column.EMAIL);
        problems.addIf(!given, Code.R_02, Column.EMAIL, cells);
        problems.addIf(given && EmailAddress.tooLong(email), Code.R_04, Column.EMAIL, cells);
        problems.addIf(given && !EmailAddress.wellFormed(email), Code.R_03, Column.EMAIL, cells);
    }

    private void checkTimes(Cells cells, RowProblems problems) {
        problems.addIf(!cells.has(Column.SENT), Code.R_05, Column.SENT, cells);
        problems.addIf(cells.has(Column.SENT) && cells.sent == null, Code.R_06, Column.SENT, cells);
        problems.addIf(cells.has(Column.OPENED) && cells.opened == null, Code.R_07, Column.OPENED, cells);
        problems.addIf(cells.has(Column.CLICKED) && cells.clicked == null, Code.R_08, Column.CLICKED, cells);
        problems.addIf(isOutside(cells.sent), Code.R_09, Column.SENT, cells);
        problems.addIf(isOutside(cells.opened), Code.R_09, Column.OPENED, cells);
        problems.addIf(isOutside(cells.clicked), Code.R_09, Column.CLICKED, cells);
    }

    private boolean isOutside(@Nullable LocalDateTime time) {
        return time != null && (time.isBefore(earliest) || time.isAfter(latest));
    }

    private void checkCounts(Cells cells, RowProblems problems) {
        problems.addIf(isNoCount(cells.opens), Code.R_10, Column.OPENS, cells);
        problems.addIf(isNoCount(cells.viralOpens), Code.R_10, Column.VIRAL_OPENS, cells);
        problems.addIf(isNoCount(cells.clicks), Code.R_10, Column.CLICKS, cells);
        problems.addIf(isNoCount(cells.viralClicks), Code.R_10, Column.VIRAL_CLICKS, cells);
    }

    private boolean isNoCount(int count) {
        return count == Cells.NO_NUMBER || count > settings.maxCount();
    }

    private void checkTexts(Cells cells, RowProblems problems) {
        boolean badmail = unknown(Column.BADMAIL, BADMAIL, cells);
        boolean baja = unknown(Column.BAJA, BAJA, cells);
        problems.addIf(settings.badmail().rejects(badmail), Code.R_11, Column.BADMAIL, cells);
        problems.addIf(settings.baja().rejects(baja), Code.R_12, Column.BAJA, cells);
        for (Column column : Column.TEXTS) {
            problems.addIf(isTooLong(cells.of(column)), Code.R_13, column, cells);
        }
    }

    private static boolean isTooLong(String text) {
        return text.length() > MAX_TEXT && text.codePointCount(0, text.length()) > MAX_TEXT;
    }

    private static boolean unknown(Column column, Set<String> words, Cells cells) {
        return cells.has(column) && !words.contains(cells.of(column));
    }

    private static void checkControls(String text, Cells cells, RowProblems problems) {
        if (!hasControl(text)) {
            return;
        }
        for (Column column : Column.ALL) {
            problems.addIf(hasControl(cells.of(column)), Code.R_14, column, cells);
        }
        problems.add(Code.R_14, Code.R_14.text());
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' || c >= DELETE) && c != '\t' && Character.isISOControl(c)) {
                return true;
            }
        }
        return false;
    }

    private VisitRow valid(int line, Cells cells) {
        VisitRow row = new VisitRow(
                line,
                EmailAddress.key(cells.of(Column.EMAIL)),
                cells.text(Column.SECOND),
                cells.text(Column.BADMAIL),
                cells.text(Column.BAJA),
                Objects.requireNonNull(cells.sent),
                cells.opened,
                cells.opens,
                cells.viralOpens,
                cells.clicked,
                cells.clicks,
                cells.viralClicks,
                cells.text(Column.LINKS),
                cells.text(Column.IPS),
                browsers(cells),
                cells.text(Column.PLATFORMS),
                List.of());
        boolean seen = visits.before(row.email() + ' ' + cells.of(Column.SENT));
        boolean odd = settings.badmail().warns(unknown(Column.BADMAIL, BADMAIL, cells))
                || settings.baja().warns(unknown(Column.BAJA, BAJA, cells));
        List<String> warnings = RowWarnings.of(row, seen, odd, numberMissing(cells));
        return warnings.isEmpty() ? row : row.with(warnings);
    }

    private static boolean numberMissing(Cells cells) {
        return !cells.has(Column.OPENS)
                || !cells.has(Column.VIRAL_OPENS)
                || !cells.has(Column.CLICKS)
                || !cells.has(Column.VIRAL_CLICKS);
    }

    /** The only trace of an open by a browser that was not recognised. */
    private @Nullable String browsers(Cells cells) {
        boolean opened = cells.has(Column.PLATFORMS) || cells.has(Column.IPS);
        boolean notRecognised = cells.of(Column.BROWSERS).isEmpty() && opened;
        return notRecognised && settings.emptyBrowser() == EmptyBrowser.KEEP ? "" : cells.text(Column.BROWSERS);
    }

    @Override
    public void close() throws IOException {
        visits.close();
        if (rows != null) {
            rows.close();
        }
    }
}
