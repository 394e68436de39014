package dev.caravan.api;

import static dev.caravan.api.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.diagnosis.Explanation;
import dev.caravan.diagnosis.Explanation.Amount;
import dev.caravan.diagnosis.Explanation.Conversions;
import dev.caravan.diagnosis.Explanation.Country;
import dev.caravan.diagnosis.Explanation.Drop;
import dev.caravan.diagnosis.Explanation.Kinds;
import dev.caravan.diagnosis.Explanation.Part;
import dev.caravan.diagnosis.Explanation.Spelling;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import dev.caravan.usage.Metrics;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A running service held to its contract, both ways: no answer that openapi.yaml does not have, and none there that
 * cannot be got.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractIT {

    private static final String TOKEN = "the-operators-own";

    private TestService service;
    private ApiClient client;

    @BeforeAll
    void serve(@TempDir Path folder) throws Exception {
        service = new TestService("contract", folder)
                .with("api.token", TOKEN)
                .with("reports.cors.origins", "https://www.example.org")
                .with("run.retry.first-delay", "1h")
                .with("run.max-attempts", "2")
                .with("visitfiles.sources", "main")
                .with("visitfiles.source.main.host", "127.0.0.1")
                .with("visitfiles.source.main.port", "1")
                .with("visitfiles.source.main.user", "nobody")
                .with("visitfiles.source.main.password", "none")
                .with(
                        "visitfiles.source.main.known-hosts",
                        Files.createFile(folder.resolve("known_hosts")).toString())
                .with("visitfiles.dir", folder.resolve("etl").toString());
        service.sources("source_id,name,type,site_id,country_iso", "C::1,One,R,951,CO", "C::2,Two,N,952,CO");
        service.serve();
        client = new ApiClient(service.url());
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void aPeriodIsPlannedAndTheAnswerSaysWhereToLook() {
        HttpResponse<String> answer = client.post(
                Operation.START_RUN,
                "",
                "{\"pipeline\": \"matomo\", \"sites\": [951, 952], \"from\": \"2026-09-01\", \"to\": \"2026-09-02\"}",
                TOKEN);

        assertThat(answer.statusCode()).isEqualTo(202);
        String run = json(answer).path("run").asText();
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/runs/" + run);
        JsonNode found = json(client.read(Operation.GET_RUN, run, ""));
        assertThat(found.path("to").asText()).isEqualTo("2026-09-02");
        assertThat(json(client.read(Operation.LIST_RUNS, "", "pipeline=matomo&limit=1"))
                        .at("/runs/0/id")
                        .asText())
                .isEqualTo(run);
        assertThat(client.read(Operation.GET_RUN, "none", "").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void itemsAreFilteredAndComeInPages() {
        JsonNode first = json(client.read(Operation.LIST_ITEMS, "", "site=951&limit=1"));
        JsonNode second = json(client.read(
                Operation.LIST_ITEMS,
                "",
                "site=951&limit=1&after=" + first.path("next").asText()));
        JsonNode end = json(client.read(
                Operation.LIST_ITEMS,
                "",
                "site=951&limit=1&after=" + second.path("next").asText()));

        assertThat(first.at("/items/0/period").asText()).isEqualTo("2026-09-01");
        assertThat(second.at("/items/0/period").asText()).isEqualTo("2026-09-02");
        assertThat(end.path("items")).isEmpty();
        assertThat(end.path("next").isNull()).isTrue();
        assertThat(json(client.read(Operation.LIST_ITEMS, "", "from=2026-09-02&to=2026-09&pipeline=matomo"))
                        .path("items"))
                .hasSize(2);
        assertThat(json(client.read(Operation.LIST_ITEMS, "", "state=DONE&pipeline=matomo"))
                        .path("items"))
                .isEmpty();
    }

    /** There is no such table yet: the items are dead at once. */
    @Test
    @Order(3)
    void deadLettersAreListedRetriedAndDiscarded() throws Exception {
        Until.holds(
                "all are dead",
                () -> json(client.read(Operation.LIST_DEAD_LETTERS, "", ""))
                                .path("deadLetters")
                                .size()
                        == 4);
        JsonNode letters = json(client.read(
                        Operation.LIST_DEAD_LETTERS, "", "site=951&code=matomo-schema&pipeline=matomo"))
                .path("deadLetters");
        String discarded = letters.at("/0/id").asText();
        String retried = letters.at("/1/id").asText();
        String item = letters.at("/1/item").asText();
        try (Connection matomo = service.matomo()) {
            new MatomoTables(matomo, Shape.matomo5()).create();
        }

        assertThat(json(client.post(Operation.DISCARD_DEAD_LETTER, discarded, "", TOKEN))
                        .path("state")
                        .asText())
                .isEqualTo("CANCELLED");
        assertThat(client.post(Operation.RETRY_DEAD_LETTER, retried, "", TOKEN).statusCode())
                .isEqualTo(200);

        Until.holds("the item is done", () -> json(client.read(Operation.GET_ITEM, item, ""))
                .path("state")
                .asText()
                .equals("DONE"));
        assertThat(json(client.read(Operation.GET_ITEM, item, "")).path("history"))
                .hasSize(2);
        assertThat(client.post(Operation.RETRY_DEAD_LETTER, retried, "", TOKEN).statusCode())
                .as("once more")
                .isEqualTo(200);
        assertThat(client.post(Operation.RETRY_DEAD_LETTER, discarded, "", TOKEN)
                        .statusCode())
                .isEqualTo(409);
        assertThat(client.post(Operation.DISCARD_DEAD_LETTER, retried, "", TOKEN)
                        .statusCode())
                .isEqualTo(409);
        assertThat(client.post(Operation.RETRY_ITEM, item, "", TOKEN).statusCode())
                .isEqualTo(409);
        assertThat(client.post(Operation.CANCEL_ITEM, item, "", TOKEN).statusCode())
                .isEqualTo(409);
        String gone = letters.at("/0/item").asText();
        assertThat(client.post(Operation.CANCEL_ITEM, gone, "", TOKEN).statusCode())
                .isEqualTo(200);
        assertThat(client.post(Operation.RETRY_ITEM, gone, "", TOKEN).statusCode())
                .isEqualTo(200);
        Until.holds("both of the site are done", () -> json(client.read(Operation.GET_FRESHNESS, "", ""))
                .at("/sites/0/lastDay")
                .asText()
                .equals("2026-09-02"));
    }

    @Test
    @Order(4)
    void theRestAnswersInShape() {
        assertThat(json(client.read(Operation.LIST_SOURCES, "", "")).path("sources"))
                .hasSize(2);
        assertThat(json(client.read(Operation.GET_STATUS, "", "")).path("pipelines"))
                .isNotEmpty();
        assertThat(client.read(Operation.GET_CONTRACT, "", "").body()).startsWith("openapi: 3.1");
        for (Operation operation : Operation.values()) {
            if (operation.path().contains("{id}")) {
                assertThat(client.send(operation, "999999", "", "", "application/json", TOKEN)
                                .statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    @Order(5)
    void badRequestsAreRefusedByEveryOperation() throws IOException {
        for (Operation operation : Operation.values()) {
            assertThat(client.send(operation, "1", "nonsense=1", "{}", "application/json", TOKEN)
                            .statusCode())
                    .isEqualTo(400);
            HttpResponse<String> wrong = client.send(operation, "1", "", "{}", "application/json", "wrong");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        assertThat(client.send(Operation.START_RUN, "", "", "a=b", "application/x-www-form-urlencoded", TOKEN)
                        .statusCode())
                .isEqualTo(415);
        for (Operation operation : Operation.values()) {
            if (operation.changes()) {
                tooLarge(operation);
            }
        }
    }

    /** The answer may be there, and the connection closed, before all is sent: not every client reads it then. */
    private void tooLarge(Operation operation) throws IOException {
        Wire.Answer answer = Wire.ask(
                service.components().settings().http().port(),
                operation.method(),
                operation.url().replaceAll("[{]\\w+}", "1"),
                " ".repeat(100_000),
                "Authorization: Bearer " + TOKEN,
                "Content-Type: application/json");
        assertThat(answer.status()).isEqualTo(413);
        client.check(operation, answer.status(), answer.header("Content-Type"), answer.body());
    }

    /** There is no index yet. */
    @Test
    @Order(5)
    void reportsAnswerAlsoBeforeAnythingIsIndexed() {
        for (Operation operation : Operation.values()) {
            if (operation.isReport()) {
                HttpResponse<String> answer = client.read(operation, "C::1", needed(operation));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                String tag = answer.headers().firstValue("ETag").orElseThrow();
                assertThat(client.readWith(operation, "C::1", needed(operation), "If-None-Match", tag)
                                .statusCode())
                        .isEqualTo(304);
                assertThat(client.readWith(operation, "1", needed(operation), "Origin", "https://evil.example")
                                .statusCode())
                        .isEqualTo(403);
                assertThat(client.read(operation, "none", needed(operation).replace("C::1", "none"))
                                .statusCode())
                        .isEqualTo(404);
                if (!operation.isWidget()) {
                    assertThat(client.readWith(operation, "C::1", needed(operation), "Accept", "text/html")
                                    .statusCode())
                            .isEqualTo(406);
                }
            }
        }
    }

    /** The parameters without which a request makes no sense. */
    private static String needed(Operation operation) {
        return switch (operation) {
            case ITEM_USAGE -> "source=C::1";
            case TOP -> "by=item&source=C::1";
            case ITEM_WIDGET, ITEM_WIDGET_BY_COUNTRY -> "identifier=none&source=C::1";
            case REPOSITORY_WIDGET, REPOSITORY_WIDGET_BY_COUNTRY -> "source_id=C::1";
            case EXPLAIN_ITEM -> "site=951&from=2026-09-01";
            case GET_VISIT_REPORT -> "day=2026-09-01";
            default -> "";
        };
    }

    @Test
    @Order(5)
    void reportFilesAreListedShownReportedAndRetried() {
        JdbcTemplate sql = new JdbcTemplate(service.components().database());
        for (String file : List.of("report_1.txt,COMPLETADO,FINALIZADO", "report_2.txt,FALLO_LAYOUT,CUARENTENA")) {
            sql.update(
                    "insert into bitacora_control (fuente, nombre_archivo, ruta_origen, tamano_origen, mtime_origen,"
                            + " estatus, etapa, descubierto_en, fin, version_layout, version_app)"
                            + " values ('main', ?, '/', 1, '2026-09-01', ?, ?, '2026-09-01 12:00', '2026-09-01 12:01', '', '')",
                    (Object[]) file.split(","));
        }

        assertThat(json(client.read(Operation.LIST_VISIT_FILES, "", "day=2026-09-01&status=completado"))
                        .at("/files/0/name")
                        .asText())
                .isEqualTo("report_1.txt");
        assertThat(json(client.read(Operation.GET_VISIT_FILE, "report_1%2Etxt", ""))
                        .path("status")
                        .asText())
                .isEqualTo("COMPLETADO");
        assertThat(client.read(Operation.GET_VISIT_FILE, "report_3.txt", "").statusCode())
                .isEqualTo(404);
        JsonNode report = json(client.read(Operation.GET_VISIT_REPORT, "", "day=2026-09-01"));
        assertThat(report.at("/totals/files").asLong()).isEqualTo(2);
        assertThat(json(client.read(Operation.GET_VISIT_REPORT, "", "month=2026-09"))
                        .path("totals"))
                .isEqualTo(report.path("totals"));
        for (String type : List.of("text/csv", "text/plain")) {
            assertThat(client.readWith(Operation.GET_VISIT_REPORT, "", "day=2026-09-01", "Accept", type)
                            .body())
                    .contains("report_1.txt");
        }
        assertThat(service.command("visitfiles", "report", "--day", "2026-09-01", "--csv", "--url", service.url())
                        .out())
                .isEqualTo(client.readWith(Operation.GET_VISIT_REPORT, "", "day=2026-09-01", "Accept", "text/csv")
                        .body());
        assertThat(service.command("visitfiles", "show", "no such file", "--url", service.url())
                        .err())
                .startsWith("caravan: file-unknown: There is no report file 'no such file'");
        assertThat(client.readWith(Operation.GET_VISIT_REPORT, "", "day=2026-09-01", "Accept", "text/html")
                        .statusCode())
                .isEqualTo(406);
        for (String query : List.of("day=2026-09", "day=2026-09-01&month=2026-09", "month=2026-09-01")) {
            assertThat(client.read(Operation.GET_VISIT_REPORT, "", query).statusCode())
                    .isEqualTo(400);
        }

        long first = file("report_1.txt");
        sql.update(
                "insert into errores (id_carga, num_linea, nivel, codigo, codigos, mensaje, fila_original, creado_en)"
                        + " values (?, 3, 'FILA', 'R-03', 'R-03,R-06', 'no address', repeat('x', 5000), utc_timestamp())",
                first);
        JsonNode errors =
                json(client.send(Operation.LIST_VISIT_ERRORS, "report_1.txt", "code=R-03&limit=1", null, null, TOKEN));
        assertThat(errors.at("/errors/0/original").asText()).hasSize(4000);
        assertThat(errors.path("next").asText()).isEqualTo("3");
        assertThat(json(client.send(Operation.LIST_VISIT_ERRORS, "report_1.txt", "after=3", null, null, TOKEN))
                        .path("errors"))
                .isEmpty();
        assertThat(client.send(Operation.LIST_VISIT_ERRORS, "report_3.txt", "", null, null, TOKEN)
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.read(Operation.LIST_VISIT_ERRORS, "report_1.txt", "").statusCode())
                .as("they may be people's")
                .isEqualTo(401);

        assertThat(changed(Operation.DISCARD_VISIT_FILE, "report_2.txt", "")).isEqualTo(400);
        for (int status : new int[] {200, 409}) {
            assertThat(changed(Operation.DISCARD_VISIT_FILE, "report_2.txt", "reason=why+not"))
                    .isEqualTo(status);
        }
        assertThat(changed(Operation.REPLACE_VISIT_FILE, "report_1.txt", "")).isEqualTo(409);
        loaded(sql, first, "a");
        loaded(sql, again(sql, "report_1.txt"), "b");
        assertThat(changed(Operation.REPLACE_VISIT_FILE, "report_1.txt", "")).isEqualTo(200);
        for (int status : new int[] {200, 409}) {
            assertThat(changed(Operation.WITHDRAW_VISIT_FILE, "report_1.txt", "reason=mistake"))
                    .isEqualTo(status);
        }
        assertThat(json(client.read(Operation.GET_VISIT_FILE, "report_1.txt", ""))
                        .path("message")
                        .asText())
                .isEqualTo("Taken out by api: mistake");
        for (Operation operation :
                List.of(Operation.DISCARD_VISIT_FILE, Operation.REPLACE_VISIT_FILE, Operation.WITHDRAW_VISIT_FILE)) {
            assertThat(changed(operation, "report_3.txt", "")).isEqualTo(404);
        }

        sql.update("update bitacora_control set estatus = 'COMPLETADO' where nombre_archivo = 'report_1.txt'");
        assertThat(retried("report_1.txt")).as("it is loaded").isEqualTo(409);
        assertThat(retried("report_3.txt")).isEqualTo(404);
        assertThat(retried("report_2.txt")).isEqualTo(200);
        assertThat(client.send(Operation.START_VISIT_RUN, "", "source=main", "", null, TOKEN)
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(run -> assertThat(run).startsWith("/api/v1/runs/"));
        assertThat(client.send(Operation.START_VISIT_RUN, "", "source=none", "", null, TOKEN)
                        .statusCode())
                .isEqualTo(404);
    }

    private long file(String name) {
        return json(client.read(Operation.GET_VISIT_FILE, name, "")).path("id").asLong();
    }

    private static void loaded(JdbcTemplate sql, long id, String hash) {
        sql.update(
                "insert into archivo_cargado (fuente, sha256_canonico, id_carga, cargado_en)"
                        + " values ('main', repeat(?, 64), ?, utc_timestamp())",
                hash,
                id);
    }

    /** Another load of the same name. */
    private long again(JdbcTemplate sql, String name) {
        sql.update(
                "insert into bitacora_control (fuente, nombre_archivo, ruta_origen, tamano_origen, mtime_origen, estatus,"
                        + " etapa, descubierto_en, version_layout, version_app) values ('main', ?, '/', 2, '2026-09-01',"
                        + " 'COMPLETADO', 'FINALIZADO', '2026-09-01 13:00', '', '')",
                name);
        return file(name);
    }

    private int changed(Operation operation, String file, String query) {
        return client.send(operation, file, query, "", null, TOKEN).statusCode();
    }

    private int retried(String file) {
        return client.post(Operation.RETRY_VISIT_FILE, file, "", TOKEN).statusCode();
    }

    @Test
    @Order(5)
    void anItemIsExplainedToTheOperatorAlone() {
        String site = needed(Operation.EXPLAIN_ITEM);

        assertThat(client.read(Operation.EXPLAIN_ITEM, "x", site).statusCode())
                .as("without the token")
                .isEqualTo(401);
        assertThat(ask("x", "site=951").statusCode()).isEqualTo(400);
        assertThat(ask("x", "from=2026-09").statusCode()).isEqualTo(400);
        assertThat(ask("x", "site=951&from=2025-01&to=2026-01").body()).contains("period-too-long");
        assertThat(ask("%00", site).body()).contains("parameter-invalid");
        assertThat(explained(3)).isEqualTo(200);
        assertThat(explained(0)).isEqualTo(404);
    }

    private HttpResponse<String> ask(String identifier, String query) {
        return client.send(Operation.EXPLAIN_ITEM, identifier, query, null, null, TOKEN);
    }

    /** Without computing it: DiagnosisIT does. */
    private int explained(long events) {
        Amount in = new Amount(events, 1);
        Part part = new Part(
                "2026-09-01",
                true,
                in,
                0,
                in,
                List.of(new Drop(0, "robots", "robot", "usage.robots.rule = …", 0, 0)),
                Metrics.NONE,
                new Kinds(events, 0, 0, 0),
                new Conversions(0, 0, 0),
                List.of(new Country(null, Metrics.NONE, events)),
                List.of(new Spelling("x", null, events, events)));
        Explanation explanation = new Explanation(
                951,
                "C::1",
                "One",
                "R",
                "x",
                new TreeSet<>(),
                "2026-09-01",
                "2026-09-01",
                "usage-1",
                part,
                List.of(part));
        ApiAnswer answer = service.components()
                .api(service.components().database(), (source, identifier, units, callOff) -> explanation)
                .answer(ApiRequest.inside(Operation.EXPLAIN_ITEM, "x", needed(Operation.EXPLAIN_ITEM)), Access.GRANTED);
        client.check(Operation.EXPLAIN_ITEM, answer.status(), answer.contentType(), answer.body());
        return answer.status();
    }

    /** What the server says to a body that does not come; with a time-out that is short for this alone. */
    @Test
    @Order(8)
    void noOperationWaitsForeverForARequest() throws IOException {
        service.with("http.request-timeout", "2s").serve();
        List<Socket> waiting = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            Socket socket =
                    new Socket("127.0.0.1", Integer.parseInt(service.url().replaceAll(".*:", "")));
            waiting.add(socket);
            String path = operation.url().replaceAll("[{]\\w+}", "1");
            socket.getOutputStream()
                    .write((operation.method() + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
                                    + "Authorization: Bearer " + TOKEN + "\r\n\r\n{")
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        for (Operation operation : Operation.values()) {
            try (Socket socket = waiting.get(operation.ordinal())) {
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                client.check(
                        operation,
                        Integer.parseInt(answer.substring(9, 12)),
                        "application/problem+json",
                        answer.substring(answer.indexOf("\r\n\r\n") + 4));
            }
        }
    }

    @Test
    @Order(6)
    void withoutItsLedgerTheServiceSaysSo() {
        HikariConfig nobody = new HikariConfig();
        nobody.setJdbcUrl("jdbc:mysql://127.0.0.1:1/none");
        nobody.setInitializationFailTimeout(-1);
        nobody.setConnectionTimeout(250);
        int before = DriverManager.getLoginTimeout();
        try (HikariDataSource gone = new HikariDataSource(nobody)) {
            answerAll(gone, 503);
        } finally {
            // which the pool has set, to one second, for every connection of this JVM
            DriverManager.setLoginTimeout(before);
        }
    }

    @Test
    @Order(7)
    void aDefectIsNotTold() {
        answerAll(new Defective(service.components().database()), 500);
    }

    /** Gives connections on which every statement fails as only a defect does. */
    private static final class Defective extends DelegatingDataSource {

        Defective(DataSource real) {
            super(real);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection real = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().endsWith("Statement")) {
                            throw new IllegalStateException("a secret of ours");
                        }
                        return method.invoke(real, arguments);
                    });
        }
    }

    private void answerAll(DataSource ledger, int status) {
        Api api = service.components().api(ledger);
        for (Operation operation : Operation.values()) {
            if (operation == Operation.GET_CONTRACT) {
                continue;
            }
            String body = "{\"pipeline\": \"matomo\", \"sites\": [951], \"from\": \"2026-09\"}";
            ApiRequest request = new ApiRequest(
                    operation,
                    operation.url().replaceAll("[{]\\w+}", "1"),
                    needed(operation),
                    "application/json",
                    null,
                    null,
                    null,
                    true,
                    body);
            ApiAnswer answer = api.answer(request, Access.GRANTED);
            assertThat(answer.status()).as(operation.id()).isEqualTo(status);
            assertThat(answer.body()).doesNotContain("secret");
            client.check(operation, answer.status(), answer.contentType(), answer.body());
        }
    }

    @Test
    @Order(9)
    void everyAnswerOfTheContractWasGot() {
        SortedSet<String> never = new TreeSet<>(new Contract().answers());
        never.removeAll(client.seen());

        assertThat(never).isEmpty();
    }
}
