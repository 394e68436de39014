package dev.caravan.visitfiles;

import dev.caravan.visitfiles.ValidationSettings.Duplicate;
import dev.caravan.visitfiles.ValidationSettings.EmptyBrowser;
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
    private static final List<Column> TIMES = List.of(Column.SENT, Column.OPENED, Column.CLICKED);
    private static final List<Column> COUNTS =
            List.of(Column.OPENS, Column.VIRAL_OPENS, Column.CLICKS, Column.VIRAL_CLICKS);

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
        problems.addIf(isNoTime(Column.SENT, cells), Code.R_06, Column.SENT, cells);
        problems.addIf(isNoTime(Column.OPENED, cells), Code.R_07, Column.OPENED, cells);
        problems.addIf(isNoTime(Column.CLICKED, cells), Code.R_08, Column.CLICKED, cells);
        for (Column column : TIMES) {
            LocalDateTime time = cells.time(column);
            boolean odd = time != null && (time.isBefore(earliest) || time.isAfter(latest));
            problems.addIf(odd, Code.R_09, column, cells);
        }
    }

    private static boolean isNoTime(Column column, Cells cells) {
        return cells.has(column) && cells.time(column) == null;
    }

    private void checkTexts(Cells cells, RowProblems problems) {
        for (Column column : COUNTS) {
            int count = cells.count(column);
            problems.addIf(count == Cells.NO_NUMBER || count > settings.maxCount(), Code.R_10, column, cells);
        }
        problems.addIf(
                settings.badmail().rejects(unknown(Column.BADMAIL, BADMAIL, cells)), Code.R_11, Column.BADMAIL, cells);
        problems.addIf(settings.baja().rejects(unknown(Column.BAJA, BAJA, cells)), Code.R_12, Column.BAJA, cells);
        for (Column column : Column.ALL) {
            problems.addIf(cells.of(column).length() > column.maxCharacters(), Code.R_13, column, cells);
        }
    }

    private static boolean unknown(Column column, Set<String> words, Cells cells) {
        return cells.has(column) && !words.contains(cells.of(column));
    }

    private static void checkControls(String text, Cells cells, RowProblems problems) {
        if (text.chars().noneMatch(RowRules::isControl)) {
            return;
        }
        for (Column column : Column.ALL) {
            problems.addIf(cells.of(column).chars().anyMatch(RowRules::isControl), Code.R_14, column, cells);
        }
        problems.add(Code.R_14, Code.R_14.text());
    }

    private static boolean isControl(int c) {
        return c != '\t' && Character.isISOControl(c);
    }

    private VisitRow valid(int line, Cells cells) {
        VisitRow row = new VisitRow(
                line,
                EmailAddress.key(cells.of(Column.EMAIL)),
                cells.text(Column.SECOND),
                cells.text(Column.BADMAIL),
                cells.text(Column.BAJA),
                Objects.requireNonNull(cells.time(Column.SENT)),
                cells.time(Column.OPENED),
                cells.count(Column.OPENS),
                cells.count(Column.VIRAL_OPENS),
                cells.time(Column.CLICKED),
                cells.count(Column.CLICKS),
                cells.count(Column.VIRAL_CLICKS),
                cells.text(Column.LINKS),
                cells.text(Column.IPS),
                browsers(cells),
                cells.text(Column.PLATFORMS),
                List.of());
        boolean seen = visits.before(row.email() + ' ' + cells.of(Column.SENT));
        boolean odd = settings.badmail().warns(unknown(Column.BADMAIL, BADMAIL, cells))
                || settings.baja().warns(unknown(Column.BAJA, BAJA, cells));
        List<String> warnings = RowWarnings.of(row, seen, odd, !COUNTS.stream().allMatch(cells::has));
        return warnings.isEmpty() ? row : row.with(warnings);
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
