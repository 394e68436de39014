package dev.caravan.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.Components;
import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.dataset.ObjectStore.Listed;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is in a world's dataset, index and ledger. */
final class Results implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Components components;
    private final String search;
    private final Path scratch;
    private final JdbcTemplate ledger;

    Results(Components components, String search, Path scratch) {
        this.components = components;
        this.search = search;
        this.scratch = scratch;
        this.ledger = new JdbcTemplate(components.database());
    }

    Components components() {
        return components;
    }

    JdbcTemplate ledger() {
        return ledger;
    }

    /** The published rows of both tables as text, sorted. @param to exclusive, of the same month */
    List<String> rows(int site, LocalDate from, LocalDate to) throws IOException, SQLException {
        Path folder = Files.createTempDirectory(Files.createDirectories(scratch), "site-");
        Fetched fetched = components.dataset().fetch(site, from, to, folder);
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            rows.addAll(rows(connection, "events", fetched.events()));
            rows.addAll(rows(connection, "visits", fetched.visits()));
        }
        return rows;
    }

    private static List<String> rows(Connection connection, String table, List<Path> files) throws SQLException {
        String list = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select cast(part as varchar) from read_parquet([" + list + "]) part order by 1")) {
            while (result.next()) {
                rows.add(table + " " + result.getString(1));
            }
        }
        return rows;
    }

    /** The token of a day's manifest. */
    long manifestToken(String table, int site, LocalDate day) throws IOException {
        return manifest(table
                        + "/idsite=%d/year=%d/month=%d/day=%d/_manifest.json"
                                .formatted(site, day.getYear(), day.getMonthValue(), day.getDayOfMonth()))
                .path("token")
                .asLong();
    }

    private JsonNode manifest(String key) throws IOException {
        return JSON.readTree(components
                .s3()
                .getObjectAsBytes(request -> request.bucket(
                                components.settings().dataset().bucket())
                        .key(components.objects().absolute(key)))
                .asByteArray());
    }

    /** The Parquet objects of the whole dataset that no manifest names. */
    List<String> orphans() throws IOException {
        List<String> keys = Stream.of("events/", "visits/")
                .flatMap(table -> components.objects().list(table).stream())
                .map(Listed::key)
                .toList();
        TreeSet<String> orphans = new TreeSet<>();
        keys.stream()
                .filter(key -> key.endsWith(".parquet"))
                .forEach(key -> orphans.add(components.objects().absolute(key)));
        for (String key : keys) {
            if (key.endsWith("/_manifest.json")) {
                manifest(key).findValuesAsText("key").forEach(orphans::remove);
            }
        }
        return List.copyOf(orphans);
    }

    /** A site's documents of months by id, all of them. */
    SortedMap<String, ObjectNode> documents(int site) throws IOException, InterruptedException {
        String index = search + "/caravan-usage-month-" + site + "-v1";
        post(index + "/_refresh", "");
        SortedMap<String, ObjectNode> documents = new TreeMap<>();
        post(index + "/_search", "{\"size\": 10000}")
                .at("/hits/hits")
                .forEach(hit -> documents.put(hit.path("_id").asText(), (ObjectNode) hit.path("_source")));
        return documents;
    }

    /** The same but for the fields that say which attempt wrote them. */
    SortedMap<String, ObjectNode> contents(int site) throws IOException, InterruptedException {
        SortedMap<String, ObjectNode> documents = documents(site);
        documents.values().forEach(document -> document.remove(Set.of("run", "fence")));
        return documents;
    }

    private static JsonNode post(String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body());
    }

    /** What a site's items counted when they were done, by unit and name; but not what depends on the time before. */
    SortedMap<String, Long> counts(String pipeline, int site) {
        SortedMap<String, Long> counts = new TreeMap<>();
        ledger.query(
                "select i.unit, c.name, c.amount from work_item i"
                        + " join attempt a on a.item_id = i.id and a.number = i.attempts"
                        + " join attempt_count c on c.attempt_id = a.id"
                        + " where i.pipeline = ? and i.subject = ? and c.name <> 'documents.removed'",
                row -> {
                    counts.put(row.getString(1) + " " + row.getString(2), row.getLong(3));
                },
                pipeline,
                Integer.toString(site));
        return counts;
    }

    /** Opens a pipeline's items of some sites in the ledger; whoever works there does them. */
    void plan(String pipeline, Granularity granularity, Period span, int... sites) {
        plan(pipeline, granularity, span, PlanRequest.Mode.MISSING, sites);
    }

    /** The same for items that are dead. */
    void planDead(String pipeline, Granularity granularity, Period span, int... sites) {
        plan(pipeline, granularity, span, PlanRequest.Mode.FAILED, sites);
    }

    private void plan(String pipeline, Granularity granularity, Period span, PlanRequest.Mode mode, int... sites) {
        components
                .planner()
                .plan(new PlanRequest(
                        pipeline,
                        Arrays.stream(sites).mapToObj(Integer::toString).toList(),
                        span,
                        granularity,
                        mode,
                        false,
                        false,
                        PlanRequest.BACKFILL,
                        "test"));
    }

    /** @param rows a table, and what follows it in a statement */
    int count(String rows) {
        Integer count = ledger.queryForObject("select count(*) from " + rows, Integer.class);
        return count == null ? 0 : count;
    }

    /** How a site's only item stands. */
    Map<String, Object> item(String pipeline, int site) {
        return ledger.queryForMap(
                "select state, token, attempts, failures, worker, lease_until from work_item"
                        + " where pipeline = ? and subject = ?",
                pipeline,
                Integer.toString(site));
    }

    /** How the attempts at a site's items ended, in their order. */
    List<String> attempts(String pipeline, int site) {
        return ledger.queryForList(
                "select a.outcome from attempt a join work_item i on i.id = a.item_id"
                        + " where i.pipeline = ? and i.subject = ? order by i.id, a.number",
                String.class,
                pipeline,
                Integer.toString(site));
    }

    /** The codes of the attempts at a site's items that failed. */
    List<String> codes(String pipeline, int site) {
        return ledger.queryForList(
                "select a.error_code from attempt a join work_item i on i.id = a.item_id"
                        + " where i.pipeline = ? and i.subject = ? and a.outcome = 'FAILED'",
                String.class,
                pipeline,
                Integer.toString(site));
    }

    /** The codes of a site's open dead letters. */
    List<String> deadLetters(String pipeline, int site) {
        return ledger.queryForList(
                "select d.code from dead_letter d join work_item i on i.id = d.item_id"
                        + " where i.pipeline = ? and i.subject = ? and d.resolution is null",
                String.class,
                pipeline,
                Integer.toString(site));
    }

    @Override
    public void close() {
        components.close();
    }
}
