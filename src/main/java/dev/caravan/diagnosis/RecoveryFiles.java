package dev.caravan.diagnosis;

import dev.caravan.diagnosis.Recover.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * What a search for lost identifiers found, as files: {@code audit.csv} has every event, {@code unresolved.csv} those
 * without an identifier and without a proposal, {@code updates.sql} the proposals for Matomo's owner; nothing here runs
 * it. For one thread; memory is that of a statement.
 */
public final class RecoveryFiles implements AutoCloseable {

    /** Of one statement: it locks no more rows than these, and may be stopped between any two. */
    private static final int MOST_ROWS = 500;

    private static final CSVFormat CSV = CSVFormat.DEFAULT
            .builder()
            .setHeader("idsite", "period", "idlink_va", "action_url", "existing", "candidate", "status")
            .setRecordSeparator('\n')
            .get();

    private final Target target;
    private final CSVPrinter audit;
    private final CSVPrinter unresolved;
    private final Writer updates;
    private final List<Long> rows = new ArrayList<>();
    private String candidate = "";

    /**
     * Where the updates go.
     *
     * @param table Matomo's log_link_visit_action, with its prefix
     * @param column the one that holds identifiers
     */
    public record Target(int site, String table, String column) {}

    /** @param folder is made if it is not there; the files in it are replaced */
    public RecoveryFiles(Path folder, Target target) throws IOException {
        Files.createDirectories(folder);
        this.target = target;
        this.audit = CSV.print(Files.newBufferedWriter(folder.resolve("audit.csv")));
        this.unresolved = CSV.print(Files.newBufferedWriter(folder.resolve("unresolved.csv")));
        this.updates = Files.newBufferedWriter(folder.resolve("updates.sql"));
        updates.write(
                "-- Identifiers that the URLs of site " + target.site() + " propose. Read audit.csv first; then run\n"
                        + "-- this on Matomo's database and extract the days again. Rows that have an identifier are left alone.\n");
    }

    /** @param unit the day or month; events come as {@link Recover#recover} gives them */
    public void add(String unit, Row row) {
        try {
            record(audit, unit, row);
            switch (row.status()) {
                case ALREADY_PRESENT, EXISTING_MISMATCH -> {}
                case RECONSTRUCTED -> update(row);
                case MISSING_PREFIX, UNRESOLVED_URL, AMBIGUOUS_ACTION_MAPPING -> record(unresolved, unit, row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(CSVPrinter csv, String unit, Row row) throws IOException {
        csv.printRecord(
                target.site(),
                unit,
                row.idlinkVa(),
                row.url(),
                row.existing(),
                row.candidate(),
                Recover.word(row.status()));
    }

    private void update(Row row) throws IOException {
        String proposed = Objects.requireNonNull(row.candidate());
        if (!proposed.equals(candidate) || rows.size() >= MOST_ROWS) {
            flush();
            candidate = proposed;
        }
        rows.add(row.idlinkVa());
    }

    private void flush() throws IOException {
        if (!rows.isEmpty()) {
            updates.write(statement(target, candidate, rows) + "\n");
            rows.clear();
        }
    }

    static String statement(Target target, String candidate, List<Long> rows) {
        return "update `%s` set `%s` = %s where idsite = %d and (`%s` is null or `%s` = '') and idlink_va in (%s);"
                .formatted(
                        target.table(),
                        target.column(),
                        literal(candidate),
                        target.site(),
                        target.column(),
                        target.column(),
                        rows.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    /** As hexadecimal digits where a letter could mean something to a database, whatever its sql_mode. */
    private static String literal(String text) {
        if (text.matches("[A-Za-z0-9 :/._~+-]*")) {
            return "'" + text + "'";
        }
        return "convert(x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "' using utf8mb4)";
    }

    @Override
    public void close() throws IOException {
        try (audit;
                unresolved;
                updates) {
            flush();
        }
    }
}
