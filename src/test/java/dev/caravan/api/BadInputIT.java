package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.api.Wire.Answer;
import dev.caravan.embedded.TestService;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Claims;
import dev.caravan.run.ItemControl;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.WorkItem;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever is sent: a status, a code and one sentence; nothing is written, and no log fills. */
class BadInputIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS = new TypeReference<>() {};
    private static final String TOKEN = "open-sesame";
    private static final String AUTHORIZED = "Authorization: Bearer " + TOKEN;
    private static final String AS_JSON = "Content-Type: application/json";
    private static final String GOOD = """
            {"pipeline": "matomo", "sites": [71], "from": "2026-08-01", "dryRun": true}""";

    @TempDir
    private static Path folder;

    private static TestService service;
    private static JdbcTemplate ledger;
    private static int port;
    private static long dead;
    private static long done;

    private final LoudLines log = new LoudLines();
    private List<Map<String, Object>> before;

    @BeforeAll
    static void serve() {
        service = new TestService("badinput", folder).with("api.token", TOKEN).with("run.poll", "1h");
        service.sources("source_id,name,type,site_id,country_iso", "TEST::71,Test,R,71,BR", "TEST::73,Test,R,73,BR");
        ledger = new JdbcTemplate(service.components().database());
        port = service.components().settings().http().port();
        Claims claims = new Claims(
                service.components().database(), service.components().settings().run());
        WorkItem item = claim(claims, "2026-08-02");
        claims.failed(item, new PipelineException.Permanent("matomo-denied", "no"));
        dead = item.id();
        item = claim(claims, "2026-08-03");
        new ItemControl(service.components().database(), List.of()).cancel(item.id());
        ledger.update("update work_item set state = 'DONE' where id = ?", item.id());
        done = item.id();
        service.serve();
    }

    private static WorkItem claim(Claims claims, String day) {
        service.components()
                .planner()
                .plan(new PlanRequest(
                        "matomo",
                        List.of("71"),
                        Period.parse(day),
                        Granularity.DAY,
                        PlanRequest.Mode.MISSING,
                        false,
                        false,
                        PlanRequest.DAILY,
                        "test"));
        return claims.claim(service.components().matomo(), "", "test").orElseThrow();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void look() {
        before = rows();
    }

    @AfterEach
    void nothingWasWrittenNorLogged() {
        log.close();
        assertThat(rows()).isEqualTo(before);
        assertThat(log.lines()).isEmpty();
    }

    private static List<Map<String, Object>> rows() {
        return ledger.queryForList(
                "select i.*, a.outcome, d.resolution, (select count(*) from run) as runs"
                        + " from work_item i left join attempt a on a.item_id = i.id left join dead_letter d on d.item_id = i.id");
    }

    /** One sentence for a person, with a code that is documented, and nothing of what it is made of. */
    private static JsonNode isRefused(Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.fieldNames()).toIterable().containsExactly("type", "title", "status", "code", "detail");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).as(answer.body()).isEqualTo(code);
        assertThat(Files.readString(Path.of("docs/errors.md"))).contains("| `" + code + "` | " + status + " |");
        assertThat(problem.path("detail").asText())
                .isNotBlank()
                .hasSizeLessThan(510)
                .doesNotContainPattern(
                        "[\\p{Cntrl}]|Exception|Constraints|caravan\\.|java\\.|com\\.|org\\.|[Ss]elect |null");
        return problem;
    }

    private static Answer post(String path, String body, String... headers) throws IOException {
        return Wire.ask(port, "POST", "/api/v1" + path, body, headers);
    }

    private static Answer get(String path, String... headers) throws IOException {
        return Wire.ask(port, "GET", "/api/v1" + path, "", headers);
    }

    static Stream<String> noJson() {
        return Stream.of(
                "",
                "{",
                "garbage",
                "null",
                "[]",
                "\"all\"",
                "{} {}",
                "{'pipeline': 'matomo'}",
                "{\"pipeline\": \"matomo\", \"pipeline\": \"usage\"}",
                "{\"sites\": NaN}",
                "{\"sites\": [" + "9".repeat(2000) + "]}",
                "{\"sites\": " + "[".repeat(5000),
                "{\"" + "x".repeat(60_000) + "\": 1}",
                "{\"pipeline\": \"a\nb\"}",
                "\0");
    }

    @ParameterizedTest
    @MethodSource("noJson")
    void refusesABodyThatIsNoJsonObject(String body) throws IOException {
        isRefused(post("/runs", body, AUTHORIZED, AS_JSON), 400, "json-invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'x': 1                                    | field-invalid",
                "'from\\r\\nX-Evil: y': 1                  | field-invalid",
                "'pipeline': null                          | field-invalid",
                "'pipeline': 7                             | field-invalid",
                "'pipeline': ''                            | pipeline-unknown",
                "'pipeline': 'motomo'                      | pipeline-unknown",
                "'pipeline': 'matomo\\nERROR'              | pipeline-unknown",
                "'sites': null                             | field-invalid",
                "'sites': []                               | field-invalid",
                "'sites': {}                               | field-invalid",
                "'sites': 71                               | field-invalid",
                "'sites': 'some'                           | field-invalid",
                "'sites': ['71']                           | field-invalid",
                "'sites': [[71]]                           | field-invalid",
                "'sites': [7.1]                            | field-invalid",
                "'sites': [1e400]                          | field-invalid",
                "'sites': [72]                             | site-unknown",
                "'sites': [-71]                            | site-unknown",
                "'sites': [71, 99999999999999999999]       | site-unknown",
                "'from': null                              | field-invalid",
                "'from': 2026                              | field-invalid",
                "'from': '2026'                            | period-invalid",
                "'from': ''                                | period-invalid",
                "'from': 'March'                           | period-invalid",
                "'from': '2026-13'                         | period-invalid",
                "'from': '2026-02-30'                      | period-invalid",
                "'from': '2026-08-01T00:00:00Z'            | period-invalid",
                "'from': '-2026-08-01'                     | period-invalid",
                "'from': '0000-01'                         | period-invalid",
                "'from': '2026-08-01\\n'                   | period-invalid",
                "'from': '2026-08-02', 'to': '2026-08-01'  | period-invalid",
                "'to': '2026-07'                           | period-invalid",
                "'to': '2026-02-30'                        | period-invalid",
                "'from': '2999-01', 'to': '2999-02'        | period-not-closed",
                "'from': '9999-12', 'to': '9999-12'        | period-invalid",
                "'sites': 'all', 'from': '1001-01', 'to': '2999-01' | period-too-long",
                "'by': 'week'                              | granularity-invalid",
                "'by': 'month'                             | granularity-invalid",
                "'by': 1                                   | field-invalid",
                "'mode': 'some'                            | mode-invalid",
                "'mode': null                              | field-invalid",
                "'dryRun': 'yes'                           | field-invalid",
                "'dryRun': 1                               | field-invalid",
                "'allowIncomplete': null                   | field-invalid"
            })
    void refusesAFieldThatMakesNoSense(String fields, String code) throws IOException {
        Map<String, Object> body = JSON.readValue(GOOD, FIELDS);
        body.putAll(JSON.readValue("{" + fields.replace('\'', '"') + "}", FIELDS));

        isRefused(post("/runs", JSON.writeValueAsString(body), AUTHORIZED, AS_JSON), 400, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipeline", "sites", "from"})
    void refusesABodyWithoutAFieldThatItNeeds(String field) throws IOException {
        Map<String, Object> body = JSON.readValue(GOOD, FIELDS);
        body.remove(field);

        isRefused(post("/runs", JSON.writeValueAsString(body), AUTHORIZED, AS_JSON), 400, "field-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Content-Type: text/plain",
                "Content-Type: application/jsonp",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: ;;;"
            })
    void refusesABodyOfAnotherKind(String header) throws IOException {
        isRefused(post("/runs", GOOD, AUTHORIZED, header), 415, "media-type");
    }

    @ParameterizedTest
    @CsvSource({
        "/items?limit=0",
        "/items?limit=-1",
        "/items?limit=1001",
        "/items?limit=ten",
        "/items?limit=1.5",
        "/items?limit=99999999999999999999",
        "/items?after=x",
        "/items?after=-1",
        "/items?state=FINE",
        "/items?state=READY&state=DONE",
        "/items?status=DONE",
        "/items?site=71&%73ite=72",
        "/items?x=%0d%0aX-Evil:%20y",
        "/items?site=%0d%0aX-Evil:%20y",
        "/items?site=%00",
        "/items?state=%0d%0aX-Evil:%20y",
        "/runs?site=71",
        "/runs/x?limit=1",
        "/sources?limit=1",
        "/status?x",
        "/openapi.yaml?x=1",
        "/dead-letters?limit=x",
        "/dead-letters?after=x"
    })
    void refusesAParameterThatItDoesNotKnowOrUnderstand(String path) throws IOException {
        isRefused(get(path), 400, "parameter-invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "/items?from=March",
        "/items?from=2026-02-30",
        "/items?from=0000-01",
        "/items?to=9999-12-31",
        "/items?from=2026-09&to=2026-08"
    })
    void refusesAPeriodThatIsNone(String path) throws IOException {
        isRefused(get(path), 400, "period-invalid");
    }

    /** It looks for them, and finds none. */
    @ParameterizedTest
    @CsvSource({
        "/items?site=%F0%9F%98%80, items",
        "/items?site=%ff%fe, items",
        "/items?run=%27%20or%201=1%20--%20, items",
        "/items?pipeline=%25, items",
        "/items?after=999999999999999999, items",
        "/items?from=1000-01-01&to=2000-01-01, items",
        "/runs?pipeline=%F0%9F%98%80&after=%F0%9F%98%80, runs",
        "/dead-letters?code=%5c&site=%22, deadLetters"
    })
    void findsNothingByValuesThatNothingHas(String path, String field) throws IOException {
        Answer answer = get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path(field).isArray()).isTrue();
        assertThat(JSON.readTree(answer.body()).path(field)).isEmpty();
        assertThat(answer.headers()).doesNotContainKey("X-Evil");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /runs/none, run-unknown",
        "GET, /runs/%F0%9F%98%80, run-unknown",
        "GET, /runs/%27%20or%201=1, run-unknown",
        "GET, /runs/x%0d%0aX-Evil:%20y, run-unknown",
        "GET, /runs/..%2f..%2fetc, run-unknown",
        "GET, /items/0, item-unknown",
        "GET, /items/999999999999999999, item-unknown",
        "GET, /items/99999999999999999999, item-unknown",
        "GET, /items/-1, item-unknown",
        "GET, /items/1%0d%0aX-Evil:%20y, item-unknown",
        "GET, /items/x, item-unknown",
        "GET, /items/1;x=1, item-unknown",
        "POST, /items/0/retry, item-unknown",
        "POST, /items/x/retry, item-unknown",
        "POST, /items/1e0/cancel, item-unknown",
        "POST, /items/999999999999999999/cancel, item-unknown",
        "POST, /dead-letters/0/retry, dead-letter-unknown",
        "POST, /dead-letters/x%0d%0ay/retry, dead-letter-unknown",
        "POST, /dead-letters/999999999999999999/discard, dead-letter-unknown"
    })
    void refusesAnIdThatNothingHas(String method, String path, String code) throws IOException {
        Answer answer = Wire.ask(port, method, "/api/v1" + path, "", AUTHORIZED);

        isRefused(answer, 404, code);
        assertThat(answer.headers()).doesNotContainKey("X-Evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "cancel"})
    void refusesToChangeAnItemThatIsDone(String operation) throws IOException {
        isRefused(post("/items/" + done + "/" + operation, "", AUTHORIZED), 409, "item-state");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, path-unknown",
        "GET, /api, path-unknown",
        "GET, /api/v1, path-unknown",
        "GET, /api/v1/, path-unknown",
        "GET, /api/v1/nothing, path-unknown",
        "GET, /api/v1/nothing%0d%0aX-Evil:%20y, path-unknown",
        "POST, /api/v1/items/1/destroy, path-unknown",
        "GET, /api/v1/items/1/retry/2, path-unknown",
        "GET, /api/v2/runs, path-unknown",
        "GET, /API/V1/runs, path-unknown",
        "GET, /observe/health, path-unknown",
        "GET, /observe/metrics, path-unknown",
        "GET, /api/v1/items?site=%zz, request-invalid",
        "GET, /api/v1/items?site=%, request-invalid"
    })
    void refusesAPathWithNothingAtIt(String method, String path, String code) throws IOException {
        Answer answer = Wire.ask(port, method, path, "", AUTHORIZED);

        isRefused(answer, code.equals("path-unknown") ? 404 : 400, code);
        assertThat(answer.headers()).doesNotContainKey("X-Evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/items/%zz", "/%"})
    void refusesAPathThatCannotBeReadBeforeTheInterfaceSeesIt(String path) throws IOException {
        assertThat(get(path).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /runs, 'POST, GET'",
        "PUT, /runs, 'POST, GET'",
        "PATCH, /items/1, GET",
        "POST, /items, GET",
        "POST, /sources, GET",
        "GET, /items/1/retry, POST",
        "DELETE, /dead-letters/1/discard, POST",
        "OPTIONS, /runs, 'POST, GET'",
        "TRACE, /runs, 'POST, GET'",
        "BREW, /runs, 'POST, GET'"
    })
    void refusesAMethodThatAPathDoesNotHave(String method, String path, String allowed) throws IOException {
        Answer answer = Wire.ask(port, method, "/api/v1" + path, "", AUTHORIZED);

        isRefused(answer, 405, "method-unknown");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_537, 10_000_000})
    void refusesABodyThatIsTooLarge(int bytes) throws IOException {
        String body = GOOD + " ".repeat(bytes - GOOD.length());

        isRefused(post("/runs", body, AUTHORIZED, AS_JSON), 413, "body-too-large");
        isRefused(post("/runs", body, AS_JSON), 413, "body-too-large");
        isRefused(post("/items/" + dead + "/cancel", body, AUTHORIZED), 413, "body-too-large");
    }

    @Test
    void refusesABodyThatIsTooLargeInChunks() throws IOException {
        String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
        Answer answer = Wire.send(
                port,
                "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\n" + AUTHORIZED + "\r\n" + AS_JSON
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n",
                (chunk.repeat(2500) + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

        isRefused(answer, 413, "body-too-large");
    }

    @Test
    void refusesABodyThatIsAnnouncedTooLargeBeforeItComes() throws IOException {
        Answer answer = Wire.send(
                port,
                "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\n" + AUTHORIZED + "\r\n" + AS_JSON
                        + "\r\nContent-Length: 10000000000\r\nExpect: 100-continue\r\n\r\n",
                new byte[0]);

        isRefused(answer, 413, "body-too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET /api/v1/runs",
                "GET /api/v1/runs HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/runs HTTP/1.1\r\nHost localhost\r\n\r\n",
                "GET /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nX: \0\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nxxxxx",
                "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void closesTheConnectionOnWhatIsNoHttp(String text) throws IOException {
        try (Socket socket = Wire.open(port)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            Answer answer = Wire.read(socket);
            assertThat(answer.status()).as(answer.body()).isIn(0, 400, 401, 405, 505);
            assertThat(answer.body()).doesNotContain("Exception", "\tat ");
        }
        assertThat(get("/runs").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"GET, 9000, 431", "GET, 200000, 431"})
    void refusesHeadersThatAreTooLong(String method, int length, int status) throws IOException {
        Answer answer = Wire.ask(port, method, "/api/v1/runs", "", "X-Long: " + "x".repeat(length));
        assertThat(answer.status()).isEqualTo(status);
        Answer path = Wire.ask(port, method, "/api/v1/runs/" + "x".repeat(length), "");
        assertThat(path.status()).isEqualTo(414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: none",
                "Authorization:",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: Bearer wrong",
                "Authorization: Bearer open-sesam",
                "Authorization: Bearer open-sesame2",
                "Authorization: Bearer open-sesame open-sesame",
                "Authorization: Bearer Open-Sesame",
                "Authorization: open-sesame",
                "Authorization: Basic b3Blbi1zZXNhbWU=",
                "Authorization: Bearer wrong\r\nAuthorization: Bearer open-sesame"
            })
    void refusesAWrongTokenInTheSameWordsAsNone(String header) throws IOException {
        for (String path : List.of(
                "/runs",
                "/items/" + dead + "/retry",
                "/items/" + dead + "/cancel",
                "/items/none/cancel",
                "/dead-letters/1/retry",
                "/dead-letters/1/discard")) {
            Answer answer = post(path, GOOD, header, AS_JSON);
            JsonNode problem = isRefused(answer, 401, "unauthorized");
            assertThat(problem.path("detail").asText())
                    .isEqualTo("This needs the operator's token as 'Authorization: Bearer …'");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void refusesAWrongTokenAlsoWhereNoneIsNeeded() throws IOException {
        isRefused(get("/runs", "Authorization: Bearer wrong"), 401, "unauthorized");
        assertThat(get("/runs").status()).isEqualTo(200);
        assertThat(get("/runs", "authorization: bearer " + TOKEN).status()).isEqualTo(200);
    }

    /** Whoever asks by another name, or for another one, is not on this machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: localhost.evil.example:8080",
                "Host: ",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For:",
                "x-forwarded-for: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "Via: 1.1 proxy"
            })
    void readsNothingToWhoIsNotOnThisMachine(String header) throws IOException {
        isRefused(get("/runs", header), 401, "unauthorized");
        assertThat(get("/runs", header, AUTHORIZED).status()).isEqualTo(200);
    }

    /** Camel's own headers say what a request is; only Camel may set them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelHttpMethod: GET",
                "CamelHttpPath: /api/v1/runs",
                "camelhttppath: /api/v1/items/%s/retry",
                "CAMELHTTPQUERY: limit=1",
                "CamelVertxPlatformHttpRemoteAddress: 127.0.0.1",
                "CamelVertxPlatformHttpAuthenticatedUser: operator",
                "CamelHttpUri: /api/v1/runs",
                "CamelFileName: /etc/passwd",
                "CamelBeanMethodName: answer",
                "CamelHttpResponseCode: 200",
                "org.apache.camel.x: y"
            })
    void takesNoHeaderOfCamelsFromOutside(String header) throws IOException {
        String spoofed = header.formatted(dead);
        Answer item = get("/items/" + done, spoofed);
        assertThat(item.status()).isEqualTo(200);
        assertThat(JSON.readTree(item.body()).path("id").asLong()).isEqualTo(done);
        assertThat(item.headers().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("camel"));

        isRefused(post("/items/" + dead + "/cancel", "", spoofed), 401, "unauthorized");
        isRefused(get("/items/" + done, spoofed, "Host: evil.example"), 401, "unauthorized");
    }

    @Test
    void sendsNothingBackOfARequestsHeaders() throws IOException {
        Answer answer = get("/runs", "X-Mirror: me", "Cookie: me", AUTHORIZED);

        assertThat(answer.headers().keySet())
                .containsExactlyInAnyOrder(
                        "Cache-Control", "Content-Type", "X-Content-Type-Options", "transfer-encoding", "connection");
        assertThat(answer.toString()).doesNotContain("X-Mirror", TOKEN);
    }
}
