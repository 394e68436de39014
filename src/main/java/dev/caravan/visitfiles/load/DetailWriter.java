package dev.caravan.visitfiles.load;

import dev.caravan.visitfiles.report.RowError;
import dev.caravan.visitfiles.report.RowSink;
import dev.caravan.visitfiles.report.VisitRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/** Writes a file's rows as they come, and counts. For one thread; constant memory. */
final class DetailWriter implements RowSink {

    static final String DETAIL = "num_linea, email, jyv, badmail, baja, fechaEnvio, fechaOpen, opens, opensVirales,"
            + " fechaClick, clicks, clicksVirales, links, ips, navegadores, plataformas, advertencias";
    static final String ERRORS = "num_linea, codigo, codigos, columna, valor, mensaje, fila_original";

    private final InfileChunk detail;
    private final InfileChunk errors;
    private final VisitTotals totals;
    private long valid;
    private long rejected;
    private long warned;
    private @Nullable LocalDateTime firstSent;
    private @Nullable LocalDateTime lastSent;

    private DetailWriter(InfileChunk detail, InfileChunk errors, VisitTotals totals) {
        this.detail = detail;
        this.errors = errors;
        this.totals = totals;
    }

    /** Into the tables that everybody sees, in the transaction of the connection. */
    static DetailWriter direct(Connection connection, long id, VisitTotals totals) {
        return new DetailWriter(
                new InfileChunk(connection, "estadisticas character set utf8mb4 (" + DETAIL + ") set id_carga = " + id),
                new InfileChunk(
                        connection,
                        "errores character set utf8mb4 (" + ERRORS + ") set id_carga = " + id
                                + ", nivel = 'FILA', creado_en = utc_timestamp(3)"),
                totals);
    }

    /** Into the connection's own temporary tables. */
    static DetailWriter staged(Connection connection, VisitTotals totals) {
        return new DetailWriter(
                new InfileChunk(connection, "carga_filas character set utf8mb4 (" + DETAIL + ")"),
                new InfileChunk(connection, "carga_errores character set utf8mb4 (" + ERRORS + ")"),
                totals);
    }

    @Override
    public void valid(VisitRow row) {
        valid++;
        warned += row.warnings().isEmpty() ? 0 : 1;
        firstSent = firstSent == null || row.sent().isBefore(firstSent) ? row.sent() : firstSent;
        lastSent = lastSent == null || row.sent().isAfter(lastSent) ? row.sent() : lastSent;
        write(() -> {
            totals.add(row);
            detail.add(
                    row.line(),
                    row.email(),
                    row.column2(),
                    row.badmail(),
                    row.baja(),
                    row.sent(),
                    row.opened(),
                    row.opens(),
                    row.viralOpens(),
                    row.clicked(),
                    row.clicks(),
                    row.viralClicks(),
                    row.links(),
                    row.ips(),
                    row.browsers(),
                    row.platforms(),
                    row.warnings().isEmpty() ? null : String.join(",", row.warnings()));
        });
    }

    @Override
    public void rejected(RowError error) {
        rejected++;
        write(() -> errors.add(
                error.line(),
                error.codes().get(0),
                String.join(",", error.codes()),
                error.column(),
                error.value(),
                error.message().substring(0, Math.min(error.message().length(), 1000)),
                error.original()));
    }

    /** Writes what is left; there are no more rows. */
    void end() {
        write(() -> {
            detail.flush();
            errors.flush();
        });
    }

    /** Fills {@code carga_visitas}. */
    void writeTotals() {
        write(totals::end);
    }

    private interface Write {
        void run() throws SQLException, IOException;
    }

    private static void write(Write write) {
        try {
            write.run();
        } catch (SQLException e) {
            throw new UncategorizedSQLException("rows", null, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long valid() {
        return valid;
    }

    long rejected() {
        return rejected;
    }

    long warned() {
        return warned;
    }

    long visits() {
        return totals.visits();
    }

    long visitors() {
        return totals.visitors();
    }

    /** Null when there was no valid row. */
    @Nullable
    LocalDateTime firstSent() {
        return firstSent;
    }

    @Nullable
    LocalDateTime lastSent() {
        return lastSent;
    }
}
