package dev.caravan.embedded;

import dev.caravan.Components;
import dev.caravan.cli.RunProgress;
import dev.caravan.run.Plan;
import dev.caravan.run.RunReport;
import dev.caravan.visitfiles.report.ReportGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** The demo's report files: dropped on an SFTP server, loaded by the service, and what its control log says of them. */
final class DemoVisitFiles {

    private static final String SOURCE = "newsletters";
    private static final String FILE = "%-14s %-24s %9s %9s %9s %9s %12s  %s%n";
    private static final long SEED = 20_130_208;

    private final SftpServer sftp;

    DemoVisitFiles(SftpServer sftp) {
        this.sftp = sftp;
    }

    /** The settings with which the service finds the files. */
    Map<String, String> settings(Path folder) {
        Map<String, String> settings = new TreeMap<>(sftp.source(SOURCE));
        settings.put("visitfiles.dir", folder.resolve("visitfiles").toString());
        // nobody else writes to it
        settings.put("visitfiles.stable-age", "1s");
        return settings;
    }

    /** Five files of yesterday: two good ones, rows with errors, a header without a column, a copy of the first. */
    void drop() throws IOException {
        ReportGenerator reports = new ReportGenerator(SEED);
        List<String> first = reports.report(7);
        drop("report_7.txt", first);
        drop("report_8.txt", reports.report(8));
        List<String> bad = new ArrayList<>(reports.report(9));
        for (int line = 100; line < bad.size(); line += 100) {
            bad.set(line, bad.get(line).replaceFirst("@", " at "));
        }
        drop("report_9.txt", bad);
        List<String> narrow = new ArrayList<>(reports.report(8));
        narrow.set(0, narrow.get(0).replace(",Badmail", ""));
        drop("report_10.txt", narrow);
        drop("report_11.txt", first);
    }

    private void drop(String name, List<String> lines) throws IOException {
        Path file = ReportGenerator.write(sftp.root().resolve(name), lines, "\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    }

    /**
     * Has the folder listed and its files loaded; returns when every item has ended.
     *
     * @param components of a service that works
     * @return what went wrong
     */
    List<String> run(Components components, PrintWriter out) throws InterruptedException {
        out.println("Loading: five report files of newsletters, from an SFTP server to MariaDB");
        out.flush();
        Plan plan = components.visitFiles().list(List.of(SOURCE), "demo");
        new RunProgress(components.ledger(), plan, out).await();
        return new RunReport(components.ledger(), plan).problems();
    }

    /** The control log, a line for each file. */
    static String table(Components components) {
        StringBuilder table = new StringBuilder();
        table.append(
                FILE.formatted("file", "status", "rows", "loaded", "errors", "warnings", "new visitors", "because"));
        new JdbcTemplate(components.database()).query("""
                        select b.nombre_archivo, b.estatus, b.filas_leidas, b.filas_validas, b.filas_error,
                               b.filas_advertencia, b.visitantes_nuevos, b.mensaje_fallo, o.nombre_archivo as original
                        from bitacora_control b left join bitacora_control o on o.id_carga = b.id_carga_original
                        order by b.consecutivo""", row -> {
            String original = row.getString("original");
            table.append(FILE.formatted(
                    row.getString("nombre_archivo"),
                    row.getString("estatus"),
                    number(row.getLong("filas_leidas")),
                    number(row.getLong("filas_validas")),
                    number(row.getLong("filas_error")),
                    number(row.getLong("filas_advertencia")),
                    number(row.getLong("visitantes_nuevos")),
                    original == null
                            ? Objects.requireNonNullElse(row.getString("mensaje_fallo"), "")
                            : "the same content as " + original));
        });
        return table.toString().lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
