package dev.caravan.visitfiles.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.embedded.Until;
import dev.caravan.platform.PipelineException;
import dev.caravan.visitfiles.load.LoadOutcome.Duplicate;
import dev.caravan.visitfiles.load.LoadOutcome.Loaded;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

@DisplayName("A load is there once and whole, or not at all")
class VisitLoadFailuresIT {

    @RegisterExtension
    private static final LoadTables tables = new LoadTables("visit_load_failures_it");

    private static final SampleFile FILE = SampleFile.of("report_7.txt", "ana", "beto", "caro");

    /** Hands the rows over and does something before it says that there are no more. */
    private static Rows then(Rows rows, Runnable action) {
        return sink -> {
            rows.into(sink);
            action.run();
        };
    }

    private static void nothingIsLoaded() {
        for (String table : List.of("estadisticas", "errores", "visitantes", "visitante_mes", "archivo_cargado")) {
            assertThat(tables.count(table)).as(table).isZero();
        }
    }

    @Test
    @DisplayName("A-33: a load that ends in the middle leaves nothing, and is done again")
    void showsNoPartOfALoad() {
        // more than one portion of LOAD DATA
        SampleFile large = SampleFile.people("report_7.txt", 1, 1_500).wide(4_000);
        LoadRequest request = tables.downloaded(large);

        assertThatThrownBy(() -> tables.loads().load(request, then(large, () -> {
                    assertThat(uncommitted()).isBetween(1L, 1_499L);
                    nothingIsLoaded();
                    throw new IllegalStateException("killed");
                })))
                .hasMessage("killed");
        nothingIsLoaded();

        assertThat(tables.loads().load(request, large)).isInstanceOf(Loaded.class);
        assertThat(tables.count("estadisticas")).isEqualTo(1_500);
    }

    private static long uncommitted() {
        Long rows = tables.sql.execute((Connection connection) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set session transaction isolation level read uncommitted");
                try (var row = statement.executeQuery("select count(*) from estadisticas")) {
                    row.next();
                    return row.getLong(1);
                } finally {
                    statement.execute("set session transaction isolation level repeatable read");
                }
            }
        });
        return rows == null ? 0 : rows;
    }

    @Test
    @DisplayName("A-34: the answer to the commit is lost, the load is found by its content")
    void findsALoadWhoseAnswerWasLost() {
        AtomicInteger commits = new AtomicInteger();

        LoadOutcome outcome = tables.loads(losing(commits, true)).load(tables.downloaded(FILE), FILE);

        assertThat(outcome).isEqualTo(new Loaded(new LoadCounts(3, 0, 0, 3, 0), false, 0, 0));
        assertThat(commits).hasValue(1);
        assertThat(tables.count("visitantes")).isEqualTo(3);
    }

    @Test
    @DisplayName("A-34: the commit never arrived, so the load is tried again later (S-07)")
    void triesAgainWhenTheCommitDidNotArrive() {
        LoadRequest request = tables.downloaded(FILE);

        assertThatThrownBy(
                        () -> tables.loads(losing(new AtomicInteger(), false)).load(request, FILE))
                .isInstanceOf(PipelineException.Transient.class)
                .hasMessageContaining("visitfiles-database-unreachable: S-07");
        nothingIsLoaded();

        assertThat(tables.loads().load(request, FILE)).isInstanceOf(Loaded.class);
    }

    @Test
    @DisplayName("A-34: a load that was committed before is found when its file is tried again")
    void findsItsOwnLoad() {
        LoadRequest request = tables.downloaded(FILE);
        tables.loads().load(request, FILE);

        assertThat(tables.loads().load(request, sink -> {
                    throw new AssertionError("read again");
                }))
                .isEqualTo(new Loaded(new LoadCounts(3, 0, 0, 3, 0), false, 0, 0));
    }

    /** The connection breaks at each commit: before it reaches the server, or after. */
    private static DataSource losing(AtomicInteger commits, boolean after) {
        return new DelegatingDataSource(tables.pool) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection real = super.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("commit")) {
                                commits.incrementAndGet();
                                if (after) {
                                    real.commit();
                                } else {
                                    real.rollback();
                                }
                                throw new SQLException("Communications link failure", "08S01");
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        };
    }

    @Test
    @DisplayName("A-42: the load is the victim of a deadlock, and is done again at once (S-08)")
    void repeatsAfterADeadlock() throws Exception {
        tables.load(SampleFile.of("report_1.txt", "ana", "caro"));
        tables.sql.execute("create table if not exists peso (n int not null primary key)");
        try (Connection other = tables.ledger.getConnection()) {
            other.setAutoCommit(false);
            update(other, "insert into peso select seq from seq_1_to_5000");
            update(other, "update visitantes set ultima_carga = 0 where email = 'caro@example.com'");

            CompletableFuture<LoadOutcome> load = CompletableFuture.supplyAsync(() -> tables.load(FILE));
            untilSomebodyWaits();
            // what the load has put in and not committed
            update(
                    other,
                    "update archivo_cargado set cargado_en = now() where fuente = 'web' and sha256_canonico = '"
                            + FILE.hash() + "'");
            other.rollback();

            assertThat(load.get()).isEqualTo(new Loaded(new LoadCounts(3, 0, 0, 1, 2), false, 2, 1));
        }
        assertThat(tables.rows("select email, visitasTotales from visitantes order by email"))
                .containsExactly("ana@example.com 2", "beto@example.com 1", "caro@example.com 2");
    }

    private static void update(Connection connection, String statement) throws SQLException {
        try (Statement update = connection.createStatement()) {
            update.executeUpdate(statement);
        }
    }

    private static void untilSomebodyWaits() {
        Until.holds(
                "a transaction waits",
                () -> transactions(" and t.trx_state = 'LOCK WAIT'").size() == 1);
    }

    /** Of this database's loads; others' may be open on the server. */
    private static List<String> transactions(String condition) {
        return tables.rows("select t.trx_id from information_schema.innodb_trx t join information_schema.processlist p"
                + " on p.id = t.trx_mysql_thread_id where p.user = 'loader' and p.db = 'visit_load_failures_it'"
                + condition);
    }

    @Test
    @DisplayName("A.6.5: of two loads of the same content at once, one waits and is a duplicate")
    void loadsContentOnceWhenTwoTry() {
        LoadRequest first = tables.downloaded(FILE);
        LoadRequest second = tables.downloaded(FILE.named("report_8.txt"));
        List<CompletableFuture<LoadOutcome>> other = new ArrayList<>();

        LoadOutcome outcome = tables.loads().load(first, then(FILE, () -> {
            other.add(CompletableFuture.supplyAsync(() -> tables.loads().load(second, FILE)));
            untilSomebodyWaits();
        }));

        assertThat(outcome).isInstanceOf(Loaded.class);
        assertThat(other.get(0).join()).isEqualTo(new Duplicate(first.id()));
        assertThat(tables.count("estadisticas")).isEqualTo(3);
    }

    @Test
    @DisplayName("A-60: a worker whose file was taken over in the meantime loads nothing (S-13)")
    void loadsNothingWithoutTheToken() {
        LoadRequest request = tables.downloaded(FILE);

        assertThatThrownBy(() ->
                        tables.loads().load(request, then(FILE, () -> tables.claim(request.id(), request.token() + 1))))
                .isInstanceOf(PipelineException.Abandoned.class);
        nothingIsLoaded();

        assertThatThrownBy(() -> tables.log.stage(request.id(), request.token(), FileStage.CARGANDO))
                .isInstanceOf(PipelineException.Abandoned.class);
    }

    @Test
    @DisplayName("A-59: a file above the limit is staged; readers see all of it or nothing")
    void stagesLargeFiles() {
        tables.settings = LoadTables.settings(VisitBasis.ROW, 20);
        SampleFile large = SampleFile.people("report_7.txt", 1, 99).with(SampleFile.error(101, "mal@,x"));
        LoadRequest request = tables.downloaded(large);

        LoadOutcome outcome = tables.loads().load(request, then(large, () -> {
            assertThat(uncommitted()).isZero();
            assertThat(transactions("")).as("no transaction is open yet").isEmpty();
        }));

        assertThat(outcome).isEqualTo(new Loaded(new LoadCounts(99, 1, 0, 99, 0), false, 0, 0));
        assertThat(tables.rows("select min(num_linea), max(num_linea), count(*) from estadistica"))
                .containsExactly("2 100 99");
        assertThat(tables.rows("select num_linea, codigo, fila_original from errores"))
                .containsExactly("101 R-03 mal@,x");
    }

    @Test
    @DisplayName("S-07: the session is killed")
    void isTriedAgainLaterWithoutAConnection() {
        LoadRequest request = tables.downloaded(FILE);

        assertThatThrownBy(() -> tables.loads().load(request, then(FILE, () -> tables.rows(
                                "select id from information_schema.processlist where user = 'loader'"
                                        + " and db = 'visit_load_failures_it'")
                        .forEach(id -> tables.sql.execute("kill " + id)))))
                .isInstanceOf(PipelineException.Transient.class)
                .hasMessageContaining("visitfiles-database-unreachable: S-07");
        tables.pool.getHikariPoolMXBean().softEvictConnections();
        nothingIsLoaded();
    }

    @Test
    @DisplayName("S-09: a value that no column takes is refused, and not cut")
    void refusesWhatDoesNotFit() {
        SampleFile file = FILE.with(SampleFile.active(9, "x", SampleFile.SENT, -1, 0, List.of()));

        assertThatThrownBy(() -> tables.load(file))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("visitfiles-database-refused: S-09: error 1264");
        nothingIsLoaded();
    }

    @Test
    @DisplayName("S-14: rows that do not add up are not committed")
    void refusesWhatDoesNotAddUp() {
        tables.sql.execute("create trigger altera before insert on errores for each row set new.nivel = 'OTRO'");
        try {
            assertThatThrownBy(() -> tables.load(FILE.with(SampleFile.error(9, "mal@"))))
                    .isInstanceOf(PipelineException.Permanent.class)
                    .hasMessageContaining("visitfiles-rows-do-not-add-up: S-14")
                    .hasMessageContaining("rows in errores: 0, expected 1");
        } finally {
            tables.sql.execute("drop trigger altera");
        }
        nothingIsLoaded();
    }

    @Test
    @DisplayName("A-43: 30 files, 12 workers and no more than 8 sessions give what one after the other gives")
    void loadsManyFilesAtOnce() throws Exception {
        List<SampleFile> files = IntStream.range(0, 30)
                .mapToObj(i -> SampleFile.people("report_" + i + ".txt", i * 7, i * 7 + 40))
                .toList();
        ExecutorService workers = Executors.newFixedThreadPool(12);
        try {
            List<Future<LoadOutcome>> loads = new ArrayList<>();
            for (SampleFile file : files) {
                LoadRequest request = tables.downloaded(file);
                loads.add(workers.submit(() -> tables.loads().load(request, file)));
            }
            for (Future<LoadOutcome> load : loads) {
                // the account has eight sessions: a ninth would be refused
                assertThat(load.get()).isInstanceOf(Loaded.class);
            }
        } finally {
            workers.shutdownNow();
        }
        List<String> together = tables.visitorRows();
        tables.beforeEach(null);
        files.forEach(tables::load);

        assertThat(together).hasSize(30 * 7 + 34).isEqualTo(tables.visitorRows());
    }
}
