package dev.caravan.visitfiles.overview;

import dev.caravan.platform.SqlFile;
import dev.caravan.platform.Version;
import dev.caravan.run.Period;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.overview.FilesReport.DayTotals;
import dev.caravan.visitfiles.overview.FilesReport.Light;
import dev.caravan.visitfiles.overview.FilesReport.Listing;
import dev.caravan.visitfiles.overview.FilesReport.TopError;
import dev.caravan.visitfiles.overview.FilesReport.TopWarning;
import dev.caravan.visitfiles.overview.FilesReport.Unsettled;
import dev.caravan.visitfiles.overview.FilesReport.Usual;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Reports of a day and of a month, each asked of the control log anew. Safe for many threads. */
public final class FilesReports {

    static final int FILES = 1000;
    static final int WAITING = 100;

    private static final int ERRORS = 10;
    private static final int WEEKS = 4;

    private final NamedParameterJdbcTemplate sql;
    private final FilePages pages;
    private final ZoneId zone;
    private final double tooManyErrors;
    private final Nights nights;

    /**
     * @param tooManyErrors of rows, from 0 to 1: more are a red light
     * @param free bytes on the disk of the files
     */
    public FilesReports(DataSource database, ZoneId zone, double tooManyErrors, LongSupplier free) {
        this.sql = new NamedParameterJdbcTemplate(database);
        this.pages = new FilePages(database, zone);
        this.zone = zone;
        this.tooManyErrors = tooManyErrors;
        this.nights = new Nights(database, free);
    }

    public FilesReport day(LocalDate day) {
        Period period = Period.day(day);
        Totals totals = totals(period);
        List<Listing> listings = nights.listings(day);
        return new FilesReport(
                day.toString(),
                zone.getId(),
                Version.current(),
                now(),
                light(totals, listings),
                nights.runs(day),
                totals,
                null,
                errors(period),
                warnings(period),
                listings,
                pages.files(FileFilter.of(period), Long.MAX_VALUE, FILES).stream()
                        .filter(file ->
                                file.status() != FileStatus.EN_PROCESO || file.stage() != FileStage.DESAPARECIDO)
                        .toList(),
                Math.max(0, totals.files() - FILES),
                List.of(),
                unsettled(),
                waiting(),
                nights.storage(day),
                usual(day));
    }

    public FilesReport month(YearMonth month) {
        Period period = Period.month(month);
        Totals totals = totals(period);
        List<DayTotals> days = period.days()
                .map(day -> new DayTotals(day.from(), totals(day)))
                .filter(day -> day.totals().files() > 0)
                .toList();
        return new FilesReport(
                month.toString(),
                zone.getId(),
                Version.current(),
                now(),
                light(totals, List.of()),
                List.of(),
                totals,
                sql.queryForObject(
                        SqlFile.read("visitfiles/report-visitors.sql"), FilePages.bounds(period, zone), Long.class),
                errors(period),
                warnings(period),
                List.of(),
                List.of(),
                0,
                days,
                unsettled(),
                waiting(),
                null,
                null);
    }

    private Instant now() {
        return sql.query("select utc_timestamp(3) as now", (row, number) -> FileEntry.time(row, "now"))
                .get(0);
    }

    private Totals totals(Period period) {
        return sql
                .query(
                        SqlFile.read("visitfiles/report-totals.sql"),
                        FilePages.bounds(period, zone),
                        (row, number) -> totals(row))
                .stream()
                .reduce(Totals.NONE, Totals::plus);
    }

    private static Totals totals(ResultSet row) throws SQLException {
        long files = row.getLong("archivos");
        return new Totals(
                files,
                row.getLong("bytes"),
                Map.of(FileStatus.valueOf(row.getString("estatus")), files),
                row.getLong("leidas"),
                row.getLong("validas"),
                row.getLong("errores"),
                row.getLong("advertencias"),
                row.getLong("nuevos"),
                row.getLong("actualizados"),
                row.getLong("intervencion"),
                row.getLong("milisegundos"),
                null,
                null);
    }

    private Light light(Totals totals, List<Listing> listings) {
        boolean unlisted = listings.stream().anyMatch(listing -> listing.state().equals("DEAD"));
        if (unlisted || totals.needOperator() > 0 || ratio(totals) > tooManyErrors) {
            return Light.RED;
        }
        return totals.of(FileStatus.FALLO_LAYOUT, FileStatus.FALLO_SISTEMA) > 0 || totals.rowsErrors() > 0
                ? Light.AMBER
                : Light.GREEN;
    }

    private static double ratio(Totals totals) {
        return Objects.requireNonNullElse(totals.errorRatio(), 0.0);
    }

    private List<TopError> errors(Period period) {
        Map<String, Object> parameters = FilePages.bounds(period, zone);
        parameters.put("limit", ERRORS);
        return sql.query(
                SqlFile.read("visitfiles/report-errors.sql"),
                parameters,
                (row, number) -> new TopError(
                        row.getString("codigo"),
                        row.getLong("filas"),
                        row.getLong("archivos"),
                        example(row.getLong("ejemplo"))));
    }

    private List<TopWarning> warnings(Period period) {
        Map<String, Object> parameters = FilePages.bounds(period, zone);
        parameters.put("limit", ERRORS);
        return sql.query(
                SqlFile.read("visitfiles/report-warnings.sql"),
                parameters,
                (row, number) ->
                        new TopWarning(row.getString("codigo"), row.getLong("filas"), row.getLong("archivos")));
    }

    private String example(long error) {
        return sql
                .query(
                        "select e.*, c.nombre_archivo from errores e join bitacora_control c on c.id_carga = e.id_carga"
                                + " where e.id_carga = :load and e.num_linea = :line",
                        Map.of("load", error >>> 32, "line", error & 0xFFFF_FFFFL),
                        (row, number) -> row.getString("nombre_archivo") + " " + shown(FilePages.error(row)))
                .stream()
                .findFirst()
                .orElse("");
    }

    private static String shown(FileError error) {
        String place = error.line() == 0 ? "" : "line " + error.line() + ": ";
        String value = error.value() == null ? "" : error.value();
        // an address that is none may still be somebody's
        boolean whose = "email".equals(error.column()) && !value.contains("@");
        String seen = whose ? MaskedLine.text(value + "@").replaceFirst("@$", "") : MaskedLine.text(value);
        return place + MaskedLine.text(error.message()) + (seen.isEmpty() ? "" : ": " + seen);
    }

    private Unsettled unsettled() {
        return sql.query(
                        SqlFile.read("visitfiles/report-unsettled.sql"),
                        (row, number) -> new Unsettled(
                                row.getLong("sin_respaldo"), row.getLong("sin_borrar"), row.getLong("en_cuarentena")))
                .get(0);
    }

    private List<FileEntry> waiting() {
        return sql.query(
                SqlFile.read("visitfiles/report-waiting.sql"),
                Map.of("limit", WAITING),
                (row, number) -> FileEntry.of(row));
    }

    private @Nullable Usual usual(LocalDate day) {
        List<Totals> before = Stream.iterate(1, week -> week + 1)
                .limit(WEEKS)
                .map(week -> totals(Period.day(day.minusWeeks(week))))
                .toList();
        return new Usual(
                Math.round(median(before.stream().map(totals -> (double) totals.files()))),
                Math.round(median(before.stream().map(totals -> (double) totals.rowsRead()))),
                median(before.stream().map(FilesReports::ratio)),
                Math.round(median(before.stream().map(totals -> (double) totals.millis()))));
    }

    private static double median(Stream<Double> values) {
        double[] sorted = values.mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
