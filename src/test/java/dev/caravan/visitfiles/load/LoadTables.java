package dev.caravan.visitfiles.load;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.MariaDbServer;
import dev.caravan.embedded.Until;
import dev.caravan.platform.Secret;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.RunSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables of report files in a database of their own, with a business clock that tests set. As a test class' static
 * {@code @RegisterExtension} they are empty before each test.
 */
final class LoadTables implements BeforeEachCallback, AfterAllCallback {

    static final ZoneId ZONE = ZoneId.of("America/Mexico_City");
    static final LocalDateTime TODAY = LocalDateTime.parse("2013-02-20T02:00");

    static final String LOADER = "loader";

    final RunSettings run;
    final HikariDataSource ledger;
    final JdbcTemplate sql;
    final ControlLog log;
    final HikariDataSource pool;
    LoadSettings settings = settings(VisitBasis.ROW, 500_000);
    Clock clock = at(TODAY);
    private final Path scratch;
    private long tokens;

    LoadTables(String name) {
        MariaDbServer server = EmbeddedServers.shared().mariaDb();
        server.dropDatabase(name);
        server.createDatabase(name);
        run = new RunSettings(
                server.jdbcUrl(name),
                server.user(),
                new Secret(server.password()),
                Duration.ofMinutes(1),
                2,
                Duration.ofMinutes(1),
                Duration.ofMillis(50),
                3,
                Duration.ofMillis(1),
                Duration.ofMillis(8));
        ledger = LedgerDatabase.open(run);
        VisitFilesDatabase.migrate(ledger, settings, Instant.now());
        sql = new JdbcTemplate(ledger);
        account(name);
        pool = VisitFilesDatabase.open(run, settings);
        pool.setConnectionTimeout(Until.LIMIT.toMillis());
        log = new ControlLog(ledger);
        scratch = Path.of("target", "scratch-" + name);
    }

    /** With the least rights, and no more than eight sessions. */
    private void account(String database) {
        sql.execute("create user if not exists " + LOADER + "@'%' identified by '" + LOADER + "'");
        sql.execute("grant usage on *.* to " + LOADER + "@'%' with max_user_connections 8");
        sql.execute("grant select, insert, update, delete, create temporary tables on " + database + ".* to " + LOADER
                + "@'%'");
    }

    static LoadSettings settings(VisitBasis basis, int singleTransactionRows) {
        return new LoadSettings(LOADER, new Secret(LOADER), 8, Until.LIMIT, singleTransactionRows, basis, ZONE);
    }

    static Clock at(LocalDateTime business) {
        return Clock.fixed(business.atZone(ZONE).toInstant(), ZONE);
    }

    void today(String business) {
        clock = at(LocalDateTime.parse(business));
    }

    VisitLoad loads() {
        return loads(pool);
    }

    VisitLoad loads(DataSource database) {
        return new VisitLoad(database, settings, clock);
    }

    Visitors visitors() {
        return new Visitors(pool, settings, clock);
    }

    /** A file that was discovered, claimed and downloaded. */
    LoadRequest downloaded(SampleFile file) {
        return downloaded(file, SameName.LOAD);
    }

    LoadRequest downloaded(SampleFile file, SameName sameName) {
        long id = log.discover(file.discovered());
        long token = ++tokens;
        claim(id, token);
        log.downloaded(id, token, file.hash(), file.hash());
        return new LoadRequest(id, token, "web", file.name(), file.hash(), file.lines(), sameName, false, scratch);
    }

    /** As the worker of a work item with the same number. */
    void claim(long id, long token) {
        log.claim(id, token, "run", id, TODAY.toLocalDate());
    }

    LoadOutcome load(SampleFile file) {
        return load(file, SameName.LOAD);
    }

    LoadOutcome load(SampleFile file, SameName sameName) {
        return loads().load(downloaded(file, sameName), file);
    }

    /** Its id_carga. */
    long id(SampleFile file) {
        return log.discover(file.discovered());
    }

    FileRecord record(SampleFile file) {
        return log.find(id(file)).orElseThrow();
    }

    long count(String table) {
        Long count = sql.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? -1 : count;
    }

    /** One line a row, columns separated by a blank. */
    List<String> rows(String query) {
        return sql.query(query, (row, number) -> {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                line.append(i == 1 ? "" : " ").append(row.getString(i));
            }
            return line.toString();
        });
    }

    /** E-mail, first and last visit, all, this year's and this month's: as stored. */
    List<String> visitorRows() {
        return rows("select email, date_format(fechaPrimeraVisita, '%Y-%m-%dT%H:%i'),"
                + " date_format(fechaUltimaVisita, '%Y-%m-%dT%H:%i'), visitasTotales, visitasAnioActual,"
                + " visitasMesActual from visitantes order by email");
    }

    List<String> monthRows() {
        return rows("select v.email, m.periodo, m.visitas from visitante_mes m join visitantes v using (id_visitante)"
                + " order by 1, 2");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        for (String table : List.of(
                "archivo_cargado", "estadisticas", "errores", "visitante_mes", "visitantes", "bitacora_control")) {
            sql.update("delete from " + table);
        }
        settings = settings(VisitBasis.ROW, 500_000);
        clock = at(TODAY);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        pool.close();
        ledger.close();
    }
}
