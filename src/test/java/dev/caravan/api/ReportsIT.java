package dev.caravan.api;

import static dev.caravan.api.ApiClient.json;
import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.Components;
import dev.caravan.Settings;
import dev.caravan.api.Wire.Answer;
import dev.caravan.embedded.TestService;
import dev.caravan.platform.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports over what the service has indexed ({@link ReportsData}), every answer held to the contract. */
class ReportsIT {

    private static final String DATES = "&start_date=2025-01-15&end_date=2025-02-10";
    private static final String ITEM = encode(ReportsData.ITEM, UTF_8);

    @TempDir
    private static Path folder;

    private static TestService service;
    private static ApiClient client;
    private static int port;

    @BeforeAll
    static void serve() throws Exception {
        service = new TestService("reports", folder).with("reports.cors.origins", "https://www.example.org");
        ReportsData.index(service);
        service.close();
        service.serve();
        client = new ApiClient(service.url());
        port = service.components().settings().http().port();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode widget(Operation operation, String query) {
        HttpResponse<String> answer = client.read(operation, "", query + DATES);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** views/downloads/conversions/outlinks */
    private static String totals(JsonNode bucket) {
        List<String> totals = new ArrayList<>();
        for (String metric : List.of("views", "downloads", "conversions", "outlinks")) {
            totals.add(bucket.path(metric).path("value").asText().replace(".0", ""));
        }
        return String.join("/", totals);
    }

    private static List<String> keys(JsonNode buckets) {
        return buckets.findValuesAsText("key");
    }

    /** As version 2.1.4 of the widget asks, and what it reads. */
    @Test
    void theItemWidgetGetsItsShapeAndExactFigures() {
        JsonNode widget = widget(Operation.ITEM_WIDGET, "identifier=" + ITEM + "&source=OPENDOAR::961&time_unit=year");

        assertThat(widget.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("views", "downloads", "conversions", "outlinks", "level", "time");
        assertThat(totals(widget)).isEqualTo("8/3/5/2");
        assertThat(widget.path("level").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("doc_count_error_upper_bound", "sum_other_doc_count", "buckets");
        assertThat(keys(widget.at("/level/buckets"))).containsExactly("R", "N", "L");
        assertThat(totals(widget.at("/level/buckets/0"))).isEqualTo("5/3/3/0");
        assertThat(totals(widget.at("/level/buckets/1"))).isEqualTo("2/0/1/1");
        assertThat(totals(widget.at("/level/buckets/2"))).isEqualTo("1/0/1/1");
        assertThat(widget.at("/time/buckets").findValuesAsText("key_as_string"))
                .containsExactly("2025-01-01T00:00:00.000Z", "2025-02-01T00:00:00.000Z");
        assertThat(widget.at("/time/buckets/1").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("key_as_string", "key", "doc_count", "level");
        assertThat(widget.at("/time/buckets/1/key").asLong()).isEqualTo(1_738_368_000_000L);
        assertThat(widget.at("/time/buckets/1/doc_count").asInt()).isEqualTo(3);
        assertThat(totals(widget.at("/time/buckets/0/level/buckets/0"))).isEqualTo("2/2/2/0");
    }

    /** As version 1.2.3 of the widget asks: instants, a unit that is ignored, and a limit that it does not need. */
    @Test
    void theRepositoryWidgetGetsItsShapeAndExactFigures() {
        HttpResponse<String> answer = client.read(
                Operation.REPOSITORY_WIDGET,
                "",
                "source_id=opendoar::961&start_date=2025-01-01T00:00:00.000Z&end_date=2025-02-28T23:59:59.999Z"
                        + "&time_unit=day&limit=10");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode widget = json(answer);
        assertThat(totals(widget)).isEqualTo("16/9/11/2");
        assertThat(keys(widget.at("/level/buckets"))).containsExactly("R", "N", "L");
        assertThat(totals(widget.at("/level/buckets/0"))).isEqualTo("12/9/9/0");
        assertThat(widget.at("/time/buckets")).hasSize(2);
        JsonNode countries = json(client.read(
                Operation.REPOSITORY_WIDGET_BY_COUNTRY,
                "",
                "source_id=OPENDOAR::961&start_date=2025-01-01T00:00:00.000Z&end_date=2025-02-28T23:59:59.999Z"
                        + "&time_unit=day&limit=10"));
        assertThat(countries.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("views", "downloads", "conversions", "outlinks", "country");
        assertThat(countries.path("country").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("doc_count", "views", "downloads", "conversions", "outlinks");
        assertThat(keys(countries.at("/country/conversions/buckets"))).containsExactly("br", "ar", "pt", "xx");
        assertThat(countries.at("/country/conversions/buckets/0/count/value").asInt())
                .isEqualTo(7);
    }

    /** W-8: a phrase of the analysed text finds {@code …:1/10/3} too, and no local id that begins with a letter. */
    @Test
    void anItemIsTheItemAndNoOtherThatBeginsLikeIt() {
        assertThat(totals(widget(Operation.ITEM_WIDGET, "identifier=" + ITEM))).isEqualTo("8/3/5/2");
        assertThat(totals(widget(Operation.ITEM_WIDGET, "identifier=" + ReportsData.LONGER)))
                .isEqualTo("5/3/3/0");
        assertThat(totals(widget(Operation.ITEM_WIDGET, "identifier=" + ReportsData.ARTICLE)))
                .isEqualTo("1/1/1/0");
        assertThat(totals(widget(Operation.ITEM_WIDGET, "identifier=oai:ojs.br:article/8")))
                .isEqualTo("0/0/0/0");
    }

    /** W-9 */
    @Test
    void anIdentifierIsNormalisedAsThoseOfTheIndexAre() {
        assertThat(widget(Operation.ITEM_WIDGET, "identifier=oai:https://repo.br/server:1/10"))
                .isEqualTo(widget(Operation.ITEM_WIDGET, "identifier=" + ITEM));
    }

    /** W-16: the original forgets the country in one of the two. */
    @Test
    void bothReportsOfANationalSourceAreAboutItsCountry() {
        JsonNode byTime = widget(Operation.REPOSITORY_WIDGET, "source_id=SITEID::962");
        JsonNode byCountry = widget(Operation.REPOSITORY_WIDGET_BY_COUNTRY, "source_id=SITEID::962");

        assertThat(totals(byTime)).isEqualTo("17/10/12/2");
        assertThat(totals(byCountry)).isEqualTo(totals(byTime));
        assertThat(totals(widget(Operation.REPOSITORY_WIDGET, "source_id=SITEID::963")))
                .as("the region has Argentina's, and all sites'")
                .isEqualTo("19/11/14/3");
    }

    /** W-19: in Argentina there are more documents, in Brazil more of the metric. */
    @Test
    void theFirstCountriesAreThoseWithMostOfTheMetric() {
        JsonNode widget = widget(Operation.REPOSITORY_WIDGET_BY_COUNTRY, "source_id=OPENDOAR::961&limit=1");

        assertThat(keys(widget.at("/country/downloads/buckets"))).containsExactly("br");
        assertThat(widget.at("/country/downloads/buckets/0/doc_count").asInt()).isEqualTo(4);
        assertThat(widget.at("/country/downloads/buckets/0/count/value").asInt())
                .isEqualTo(6);
        assertThat(widget.at("/country/downloads/doc_count_error_upper_bound").asInt())
                .isZero();
        assertThat(keys(widget.at("/country/outlinks/buckets"))).containsExactly("br");
        assertThat(keys(widget(Operation.ITEM_WIDGET_BY_COUNTRY, "identifier=" + ITEM + "&limit=3")
                        .at("/country/views/buckets")))
                .containsExactly("br", "pt", "ar");
    }

    /** W-21: the original leaves out January, as its documents are dated on the 1st. */
    @Test
    void aMonthThatIsTouchedCountsWhole() {
        JsonNode widget = json(client.read(
                Operation.ITEM_WIDGET, "", "identifier=" + ITEM + "&start_date=2025-01-31&end_date=2025-01-31"));

        assertThat(totals(widget)).isEqualTo("3/2/3/1");
    }

    @Test
    void theModernSetSaysTheSameInRows() {
        JsonNode months = usage("from=2025-01&to=2025-02");

        assertThat(months.path("identifier").asText()).isEqualTo(ReportsData.ITEM);
        assertThat(months.at("/rows/0/period").asText()).isEqualTo("2025-01");
        assertThat(months.at("/rows/0/views").asInt()).isEqualTo(3);
        assertThat(months.at("/rows/1/views").asInt()).isEqualTo(5);
        assertThat(usage("from=2025-02-10&to=2025&granularity=year&metrics=views")
                        .at("/rows/0")
                        .toString())
                .isEqualTo("{\"period\":\"2025\",\"views\":5}");
        assertThat(usage("from=2025-01&to=2025-02&granularity=total&metrics=downloads&by=level")
                        .path("rows")
                        .toString())
                .isEqualTo("[{\"period\":\"2025-01-01..2025-02-28\",\"level\":\"R\",\"downloads\":3},"
                        + "{\"period\":\"2025-01-01..2025-02-28\",\"level\":\"N\",\"downloads\":0},"
                        + "{\"period\":\"2025-01-01..2025-02-28\",\"level\":\"L\",\"downloads\":0}]");
        assertThat(usage("from=2025-02&to=2025-02&metrics=views&by=country")
                        .path("rows")
                        .toString())
                .isEqualTo("[{\"period\":\"2025-02\",\"country\":\"AR\",\"views\":1},"
                        + "{\"period\":\"2025-02\",\"country\":\"BR\",\"views\":1},"
                        + "{\"period\":\"2025-02\",\"country\":\"PT\",\"views\":2},"
                        + "{\"period\":\"2025-02\",\"country\":\"XX\",\"views\":1}]");
        assertThat(usage("from=2025-02-01&to=2025-02-28&granularity=day&metrics=views")
                        .path("rows")
                        .toString())
                .isEqualTo("[{\"period\":\"2025-02-03\",\"views\":2},{\"period\":\"2025-02-20\",\"views\":1}]");
    }

    @Test
    void theCounterFiguresAreThereAsWell() {
        String metrics = "&metrics=total_item_investigations,unique_item_investigations,total_item_requests,"
                + "unique_item_requests&from=2025-01&to=2025-01&granularity=total";
        String figures = "\"total_item_investigations\":6,\"unique_item_investigations\":3,"
                + "\"total_item_requests\":2,\"unique_item_requests\":2}]";

        assertThat(usage(metrics).path("rows").toString()).isEqualTo("[{\"period\":\"2025-01\"," + figures);
        assertThat(usage(metrics + "&by=country").path("rows").toString())
                .isEqualTo("[{\"period\":\"2025-01\",\"country\":\"BR\"," + figures);
    }

    private static JsonNode usage(String query) {
        HttpResponse<String> answer = client.read(Operation.ITEM_USAGE, ITEM, query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    @Test
    void anAnswerSaysHowFarItGoesAndCachesLearnIt() {
        HttpResponse<String> complete =
                client.read(Operation.SOURCE_USAGE, "965", "from=2025-02-14&to=2025-02-14&granularity=day");
        HttpResponse<String> open =
                client.read(Operation.SOURCE_USAGE, "965", "from=2025-02-14&to=2025-02-15&granularity=day");
        HttpResponse<String> lacking = client.read(Operation.SOURCE_USAGE, "961", "from=2025-02&to=2025-02");

        assertThat(json(complete).path("complete").asBoolean()).isTrue();
        assertThat(json(complete).path("latest_period").asText()).isEqualTo("2025-02-14");
        assertThat(json(complete).path("as_of").asText()).matches("20\\d\\d-\\d\\d-\\d\\dT.*Z");
        assertThat(json(complete).path("rules_version").toString())
                .isEqualTo("[\"" + service.components().usage().rulesVersion() + "\"]");
        assertThat(complete.headers().firstValue("Cache-Control")).hasValue("public, max-age=3600");
        assertThat(open.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(json(open).path("complete").asBoolean()).isFalse();
        assertThat(json(lacking).path("latest_period").asText()).isEqualTo("2025-02");
        assertThat(lacking.headers().firstValue("Cache-Control"))
                .as("days of it were never extracted")
                .hasValue("no-cache");
    }

    @Test
    void whatIsUsedMostComesFirst() {
        assertThat(top("by=item&metric=downloads&limit=2"))
                .isEqualTo("[{\"identifier\":\"oai:repo.br:1/10\",\"downloads\":3},"
                        + "{\"identifier\":\"oai:repo.br:1/10/3\",\"downloads\":3}]");
        assertThat(top("by=item&level=L&metric=outlinks"))
                .isEqualTo("[{\"identifier\":\"oai:repo.ar:9\",\"outlinks\":1},"
                        + "{\"identifier\":\"oai:repo.br:1/10\",\"outlinks\":1}]");
        assertThat(top("by=source&limit=2"))
                .isEqualTo("[{\"source_id\":\"OPENDOAR::961\",\"site_id\":961,\"name\":\"Repositório\",\"views\":12},"
                        + "{\"source_id\":\"OPENDOAR::964\",\"site_id\":964,\"name\":\"Periódicos\",\"views\":1}]");
        assertThat(top("by=country&source=SITEID::963"))
                .isEqualTo("[{\"country\":\"PT\",\"views\":2},{\"country\":\"AR\",\"views\":1}]");
    }

    private static String top(String query) {
        HttpResponse<String> answer = client.read(Operation.TOP, "", query + "&from=2025-01&to=2025-02");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).path("rows").toString();
    }

    @Test
    void rowsComeAsCsvToWhoLikesThatBetter() {
        HttpResponse<String> answer = client.readWith(
                Operation.TOP,
                "",
                "by=source&metric=views&limit=1&from=2025-01&to=2025-02",
                "Accept",
                "text/csv, application/json;q=0.9");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(answer.body())
                .matches("source_id,site_id,name,views,as_of,latest_period,rules_version\r\n"
                        + "OPENDOAR::961,961,Repositório,12,20.*Z,.*,usage-1-.*\r\n");
    }

    @Test
    void aClientThatHasTheAnswerAlreadyGetsNoContent() throws IOException {
        String path = "/api/v1/sources/965/usage?from=2025-02&to=2025-02";
        String tag = Wire.ask(port, "GET", path, "").header("ETag");
        Answer same = Wire.ask(port, "GET", path, "", "If-None-Match: \"x\", W/" + tag);

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(Wire.ask(port, "GET", path, "").header("ETag")).isEqualTo(tag);
        assertThat(Wire.ask(port, "GET", path, "", "Accept: text/csv").header("ETag"))
                .isNotEqualTo(tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(same.headers()).doesNotContainKeys("Content-Type", "transfer-encoding");
        assertThat(Wire.ask(port, "GET", path, "", "If-None-Match: \"x\"").status())
                .isEqualTo(200);
    }

    @Test
    void reportsAreReadFromElsewhereAndNothingElseIs() throws IOException {
        String[] proxied = {"Host: stats.example.org", "X-Forwarded-For: 203.0.113.7"};

        assertThat(Wire.ask(port, "GET", "/report/itemWidget?identifier=" + ITEM, "", proxied)
                        .status())
                .isEqualTo(200);
        assertThat(Wire.ask(port, "GET", "/api/v1/top?by=item", "", proxied).status())
                .isEqualTo(200);
        assertThat(Wire.ask(port, "GET", "/api/v1/sources", "", proxied).status())
                .isEqualTo(401);
        assertThat(Wire.ask(port, "POST", "/report/itemWidget", "", proxied).status())
                .isEqualTo(405);
        assertThat(Wire.ask(port, "HEAD", "/report/itemWidget", "", proxied).status())
                .isEqualTo(405);
    }

    @Test
    void pagesOfTheOriginsThatAreSetMayAskForReportsAndForNothingElse() throws IOException {
        String path = "/report/repositoryWidget?source_id=SITEID::962";
        Answer allowed = Wire.ask(port, "GET", path, "", "Origin: https://www.example.org");
        Answer refused = Wire.ask(port, "GET", path, "", "Origin: https://evil.example");
        Answer missing = Wire.ask(port, "GET", "/report/itemWidget", "", "Origin: https://www.example.org");
        String[] preflight = {"Origin: https://www.example.org", "Access-Control-Request-Method: GET"};
        Answer before = Wire.ask(port, "OPTIONS", path, "", preflight);

        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://www.example.org");
        assertThat(allowed.header("Vary")).containsIgnoringCase("Origin");
        assertThat(allowed.headers()).doesNotContainKey("Access-Control-Allow-Credentials");
        assertThat(missing.header("Access-Control-Allow-Origin"))
                .as("a page can read why")
                .isEqualTo("https://www.example.org");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("\"origin-unknown\"");
        assertThat(refused.headers()).doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(before.status()).isEqualTo(204);
        assertThat(before.header("Access-Control-Allow-Methods")).isEqualTo("GET");
        assertThat(Wire.ask(port, "OPTIONS", path, "").status()).isEqualTo(405);
        assertThat(Wire.ask(port, "OPTIONS", "/api/v1/runs", "", preflight).status())
                .isEqualTo(405);
        assertThat(Wire.ask(port, "GET", "/api/v1/runs", "", preflight).headers())
                .doesNotContainKey("Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @CsvSource({
        "itemWidget, 400, parameter-invalid",
        "itemWidget?identifier=, 400, parameter-invalid",
        "itemWidget?identifier=*, 400, parameter-invalid",
        "itemWidget?identifier=a&identifier=b, 400, parameter-invalid",
        "itemWidget?identifier=%0d%0aX-Evil:%20y, 400, parameter-invalid",
        "itemWidget?source=OPENDOAR::961, 400, parameter-invalid",
        "itemWidget?identifier=oai:nobody.br:1, 404, identifier-unknown",
        "itemWidget?identifier=opendoar::1329&source=*, 404, identifier-unknown",
        "itemWidget?identifier=x&source=none, 404, source-unknown",
        "itemWidget?identifier=oai:repo.br:1&start_date=yesterday, 400, period-invalid",
        "itemWidget?identifier=oai:repo.br:1&start_date=now-1y/y, 400, period-invalid",
        "itemWidget?identifier=oai:repo.br:1&end_date=2025-01-01%7C%7C/M, 400, period-invalid",
        "itemWidget?identifier=oai:repo.br:1&start_date=2025-02&end_date=2025-01, 400, period-invalid",
        "itemWidget?identifier=oai:repo.br:1&start_date=1500-01-01, 400, period-too-long",
        "itemWidgetByCountry?identifier=oai:repo.br:1&limit=ten, 400, parameter-invalid",
        "itemWidgetByCountry?identifier=oai:repo.br:1&limit=0, 400, parameter-invalid",
        "itemWidgetByCountry?identifier=oai:repo.br:1&limit=1001, 400, parameter-invalid",
        "itemWidgetByCountry?identifier=oai:repo.br:1&limit=99999999999, 400, parameter-invalid",
        "repositoryWidget, 400, parameter-invalid",
        "repositoryWidget?source_id=*, 400, parameter-invalid",
        "repositoryWidget?source_id=961, 404, source-unknown",
        "repositoryWidgetByCountry?source_id=%F0%9F%98%80, 404, source-unknown",
        "repositoryWidgetByCountry?source_id=_all%2C*, 404, source-unknown",
        "nothing, 404, path-unknown"
    })
    void refusesAWidgetThatMakesNoSense(String request, int status, String code) throws IOException {
        isRefused(Wire.ask(port, "GET", "/report/" + request, ""), status, code);
    }

    private static void isRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"" + code + "\"", "\"detail\":");
        assertThat(answer.body()).doesNotContain("Exception", "opensearch", "usage-stats");
        assertThat(answer.headers()).doesNotContainKey("X-Evil");
    }

    @ParameterizedTest
    @CsvSource({
        "top, 400, parameter-invalid",
        "top?by=word, 400, parameter-invalid",
        "top?by=item&metric=clicks, 400, parameter-invalid",
        "top?by=item&level=X, 400, parameter-invalid",
        "top?by=item&limit=-1, 400, parameter-invalid",
        "top?by=item&start_date=now, 400, parameter-invalid",
        "top?by=item&source=none, 404, source-unknown",
        "top?by=item&from=1900&to=2025, 400, period-too-long",
        "sources/none/usage, 404, source-unknown",
        "sources/961/usage?granularity=hour, 400, parameter-invalid",
        "sources/961/usage?by=site, 400, parameter-invalid",
        "sources/961/usage?metrics=a%2Cb, 400, parameter-invalid",
        "sources/961/usage?from=2025-02-30, 400, period-invalid",
        "sources/961/usage?from=2025-02&to=2025-01, 400, period-invalid",
        "sources/961/usage?from=2000-01&granularity=day&by=country, 400, period-too-long",
        "sources/961/usage?limit=1, 400, parameter-invalid"
    })
    void refusesAQueryThatMakesNoSense(String request, int status, String code) throws IOException {
        isRefused(Wire.ask(port, "GET", "/api/v1/" + request, ""), status, code);
    }

    /** What a path can name: it is decoded once, and is a name and nothing else. */
    @ParameterizedTest
    @CsvSource({
        "oai:repo.br:1%2F10, 200, ",
        "oai%3Arepo.br%3A1%2f10, 200, ",
        "oai:https:%2F%2Frepo.br%2Fserver:1%2F10, 200, ",
        "oai:repo.br:%C3%B1+%2B%20%F0%9F%98%80, 200, ",
        "oai:repo.br:1%252F10, 200, ",
        "oai:repo.br:..%2F..%2Fetc, 200, ",
        "oai:repo.br:*, 200, ",
        "oai:repo.br:%22%7D%2C%22x, 200, ",
        "oai:repo.br:%FF%FE, 200, ",
        "oai:repo.br:1/10, 404, path-unknown",
        "oai:nobody.br:1%2F10, 404, identifier-unknown",
        "..%2F..%2Fsources, 404, identifier-unknown",
        "%20, 404, identifier-unknown",
        "oai:repo.br:%00, 400, parameter-invalid",
        "oai:repo.br:%0d%0aX-Evil:%20y, 400, parameter-invalid"
    })
    void anIdentifierInThePathIsANameAndNothingElse(String identifier, int status, String code) throws IOException {
        Answer answer = Wire.ask(port, "GET", "/api/v1/items/" + identifier + "/usage?from=2025-01&to=2025-02", "");

        if (status == 200) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            boolean item = identifier.matches("(?i).*repo[.]br(%2F.*)?(:|%3a)1%2f10");
            assertThat(answer.body().contains("\"views\":3")).isEqualTo(item);
        } else {
            isRefused(answer, status, code);
        }
    }

    @Test
    void anIdentifierIsDecodedOnceAndAPlusIsOne() throws IOException {
        Answer answer = Wire.ask(port, "GET", "/api/v1/items/oai:repo.br:a+b%2Bc%20%C3%B1%252F/usage", "");

        assertThat(answer.body()).contains("\"identifier\":\"oai:repo.br:a+b+c ñ%2F\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {3000, 4100, 100_000})
    void aLongIdentifierIsUnknownOrTooLong(int length) throws IOException {
        String path = "/api/v1/items/oai:repo.br:" + "x".repeat(length) + "/usage?from=2025-01&to=2025-02";

        assertThat(Wire.ask(port, "GET", path, "").status()).isEqualTo(length == 3000 ? 200 : 414);
    }

    @Test
    void withoutOpenSearchAReportSaysSoAndNothingElse() throws IOException {
        Path nowhere = Files.writeString(folder.resolve("nowhere.properties"), "opensearch.url = http://127.0.0.1:1\n");
        Config config = Config.load(Settings.home(), List.of(service.properties(), nowhere));
        try (Components components = new Components(Settings.from(config), Clock.systemUTC())) {
            Api api = components.api(components.database());
            for (String path : List.of(
                    "/report/itemWidget?identifier=" + ITEM,
                    "/report/repositoryWidgetByCountry?source_id=SITEID::962",
                    "/api/v1/top?by=item")) {
                String[] parts = path.split("[?]");
                Operation operation = List.of(Operation.values()).stream()
                        .filter(each -> each.matches(parts[0]))
                        .findFirst()
                        .orElseThrow();
                ApiAnswer answer = api.answer(
                        new ApiRequest(operation, parts[0], parts[1], null, null, null, null, true, ""),
                        Access.GRANTED);

                client.check(operation, answer.status(), answer.contentType(), answer.body());
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.body())
                        .contains("\"opensearch-unreachable\"", "\"detail\":")
                        .doesNotContain("127.0.0.1", "refused", "Exception");
            }
        }
    }

    @Test
    void readersBeyondTheBoundAreRefusedWhileTheOthersWait() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Path one = Files.writeString(
                    folder.resolve("one.properties"),
                    "opensearch.url = http://127.0.0.1:" + silent.getLocalPort() + "\nreports.max-concurrent = 1\n");
            Config config = Config.load(Settings.home(), List.of(service.properties(), one));
            try (Components components = new Components(Settings.from(config), Clock.systemUTC())) {
                Api api = components.api(components.database());
                ApiRequest request = ApiRequest.inside(Operation.TOP, "", "by=item");
                Future<ApiAnswer> first = threads.submit(() -> api.answer(request, Access.GRANTED));
                Socket asked = silent.accept();

                ApiAnswer second = api.answer(request, Access.GRANTED);
                asked.close();
                silent.close();

                assertThat(second.status()).isEqualTo(503);
                assertThat(second.body()).contains("\"reports-busy\"");
                assertThat(first.get().body()).contains("\"opensearch-unreachable\"");
                assertThat(api.answer(request, Access.GRANTED).body())
                        .as("its place is free again")
                        .contains("\"opensearch-unreachable\"");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What the service that Caravan takes the place of has written, made ready by the commands of docs/reports.md. */
    @Test
    void documentsOfTheOriginalCountAfterTheirIndexWasMadeReady() throws IOException {
        service.search("DELETE", "/reports-old?ignore_unavailable=true", "");
        service.search("PUT", "/reports-old", """
                {"mappings": {"properties": {
                  "id": {"type": "keyword"}, "identifier": {"type": "text"}, "date": {"type": "date"},
                  "level": {"type": "keyword"}, "country": {"type": "keyword"}, "views": {"type": "long"},
                  "stats_by_country": {"type": "nested", "properties": {"country": {"type": "keyword"}}}}}}""");
        service.search("POST", "/reports-old/_doc/cc987ec2730ee14e?refresh=true", """
                {"id": "cc987ec2730ee14e", "identifier": "oai:ojs.br:article/old", "date": "2024-03-01T00:00:00",
                 "idsite": 964, "year": 2024, "month": 3, "day": 1, "level": "R", "country": "BR", "views": 5,
                 "outlinks": 1, "downloads": 3, "conversions": 2,
                 "stats_by_country": [{"country": "br", "views": 5, "outlinks": 1, "downloads": 3, "conversions": 2}]}""");
        service.search("PUT", "/reports-old/_alias/reports-964", "");
        String dates = "&start_date=2024-03&end_date=2024-03";
        try {
            assertThat(old(Operation.ITEM_WIDGET, "identifier=oai:ojs.br:article/old" + dates))
                    .isEqualTo("0/0/0/0");

            MatchResult[] steps = Pattern.compile(
                            "curl -X (\\w+) \"[$]OPENSEARCH/usage-stats-48(/[^\"]*)\"[^{]* -d '([^']*)'")
                    .matcher(Files.readString(Path.of("docs/reports.md")))
                    .results()
                    .toArray(MatchResult[]::new);
            assertThat(steps).hasSize(2);
            for (MatchResult step : steps) {
                JsonNode done = service.search(step.group(1), "/reports-old" + step.group(2), step.group(3));
                assertThat(done.has("error")).as(done.toString()).isFalse();
            }

            assertThat(old(Operation.ITEM_WIDGET, "identifier=oai:ojs.br:article/old" + dates))
                    .isEqualTo("5/3/2/1");
            assertThat(old(Operation.REPOSITORY_WIDGET, "source_id=OPENDOAR::964" + dates))
                    .isEqualTo("5/3/2/1");
        } finally {
            service.search("DELETE", "/reports-old", "");
        }
    }

    private static String old(Operation operation, String query) {
        return totals(json(client.read(operation, "", query)));
    }
}
