package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.Components;
import dev.caravan.dataset.DatasetWriter;
import dev.caravan.dataset.Manifest;
import dev.caravan.dataset.Partition;
import dev.caravan.embedded.Until;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Claims;
import dev.caravan.run.Lease;
import dev.caravan.run.Leases;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.Outcome;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.RunSettings;
import dev.caravan.run.WorkItem;
import dev.caravan.search.Bulk;
import dev.caravan.search.BulkOutcome;
import dev.caravan.search.SearchAdmin;
import dev.caravan.search.SearchClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.opensearch.client.RestClient;
import org.opensearch.client.json.jackson.JacksonJsonpMapper;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.transport.rest_client.RestClientTransport;

/** The first worker says nothing for longer than its lease; the second one does the item; then the first wakes up. */
@DisplayName("A worker whose lease has ended")
class StaleWorkerIT {

    private static final int SITE = 941;
    private static final String INDEX = "caravan-usage-month-" + SITE + "-v1";
    private static final LocalDate FIRST_DAY = LocalDate.parse("2024-03-01");
    private static final Outcome SECONDS_OUTCOME =
            new Outcome(new TreeMap<>(Map.of(Outcome.IN, 2L, Outcome.KEPT, 2L)), "", "second");
    private static final Outcome FIRSTS_OUTCOME =
            new Outcome(new TreeMap<>(Map.of(Outcome.IN, 1L, Outcome.KEPT, 1L)), "", "first");

    private static Results results;
    private static Components components;
    private static int days;

    private LocalDate day = FIRST_DAY;
    private String run = "";
    private RunSettings settings;
    private Claims claims;

    @BeforeAll
    static void prepare() throws Exception {
        Bench bench = new Bench("stale");
        Path world = bench.world("world", IntStream.of(SITE));
        results = bench.results(world);
        components = results.components();
    }

    @AfterAll
    static void close() {
        results.close();
    }

    /** Each test has a day of its own. */
    @BeforeEach
    void planAnItem() {
        settings = lasting(Duration.ofMillis(300));
        claims = new Claims(components.database(), settings);
        day = FIRST_DAY.plusDays(days++);
        run = components
                .planner()
                .plan(new PlanRequest(
                        "matomo",
                        List.of(Integer.toString(SITE)),
                        Period.day(day),
                        Granularity.DAY,
                        PlanRequest.Mode.MISSING,
                        false,
                        false,
                        PlanRequest.DAILY,
                        "test"))
                .runId();
    }

    /** With leases of this length. */
    private static RunSettings lasting(Duration lease) {
        RunSettings given = components.settings().run();
        return new RunSettings(
                given.jdbcUrl(),
                given.user(),
                given.password(),
                given.timeout(),
                1,
                lease,
                given.poll(),
                given.maxAttempts(),
                given.retryFirst(),
                given.retryMax());
    }

    @Test
    void changesNothingInTheLedger() {
        WorkItem first = claim("first").orElseThrow();
        WorkItem second = claimAfterItsEnd();
        claims.done(second, SECONDS_OUTCOME);
        List<Map<String, Object>> ledger = ledger();

        assertThatThrownBy(() -> claims.done(first, FIRSTS_OUTCOME)).isInstanceOf(PipelineException.Abandoned.class);
        assertThatThrownBy(() -> claims.failed(first, new IllegalStateException("late")))
                .isInstanceOf(PipelineException.Abandoned.class);
        assertThat(claims.keep(first)).isFalse();
        claims.giveBack(first);

        assertThat(ledger()).isEqualTo(ledger);
        assertThat(ledger.get(0)).containsEntry("state", "DONE").containsEntry("output", "second");
    }

    @Test
    void changesNothingInTheLedgerWhileTheOtherIsAtWork() {
        WorkItem first = claim("first").orElseThrow();
        WorkItem second = claimAfterItsEnd();
        List<Map<String, Object>> ledger = ledger();

        assertThatThrownBy(() -> claims.done(first, FIRSTS_OUTCOME)).isInstanceOf(PipelineException.Abandoned.class);
        assertThatThrownBy(() -> claims.failed(first, new IllegalStateException("late")))
                .isInstanceOf(PipelineException.Abandoned.class);
        assertThat(claims.keep(first)).isFalse();
        claims.giveBack(first);

        assertThat(ledger()).isEqualTo(ledger);
        claims.done(second, SECONDS_OUTCOME);
    }

    @Test
    void replacesNoManifest() {
        WorkItem first = claim("first").orElseThrow();
        WorkItem second = claimAfterItsEnd();
        DatasetWriter dataset = new DatasetWriter(components.objects());
        Partition partition = new Partition("events", SITE, day);
        dataset.publish(partition, manifest(partition, second, 2));
        String published = object(partition.manifest());

        assertThatThrownBy(() -> dataset.publish(partition, manifest(partition, first, 1)))
                .isInstanceOf(PipelineException.Abandoned.class)
                .hasMessageContaining("a later claim has published");

        assertThat(object(partition.manifest())).isEqualTo(published).contains("\"token\" : " + second.token());
    }

    @Test
    void replacesNoDocument() throws Exception {
        WorkItem first = claim("first").orElseThrow();
        WorkItem second = claimAfterItsEnd();

        try (RestClient client = SearchClient.open(components.settings().search())) {
            SearchAdmin admin = new SearchAdmin(client);
            admin.template("caravan-usage-v1", "usage-v1.json");
            admin.ensure(INDEX, "stale-" + SITE);
            Bulk late = bulk(client, first);
            Bulk bulk = bulk(client, second);
            bulk.add("item-1", Map.of("fence", second.token()), 100);
            bulk.flush();

            late.add("item-1", Map.of("fence", first.token()), 100);
            assertThatThrownBy(late::flush).isInstanceOf(PipelineException.Abandoned.class);
        }

        assertThat(results.documents(SITE).values())
                .extracting(document -> document.path("fence").asLong())
                .containsExactly(second.token());
    }

    @Test
    void stopsByItsOwnClockWhenTheLedgerIsOutOfReach() {
        // long enough to be seen to be valid
        RunSettings longer = lasting(Duration.ofSeconds(8));
        HikariDataSource ownConnection = LedgerDatabase.open(longer);
        Claims own = new Claims(ownConnection, longer);
        Pipeline matomo = components.matomo();
        try (Leases leases = new Leases(own, List.of(matomo), longer, "first", ending -> {})) {
            leases.open(run);
            Lease lease = Optional.ofNullable(leases.next()).orElseThrow();
            lease.check();
            ownConnection.close();
            WorkItem second = claimAfterItsEnd();
            claims.done(second, SECONDS_OUTCOME);
            List<Map<String, Object>> ledger = ledger();

            assertThatThrownBy(lease::check)
                    .isInstanceOf(PipelineException.Abandoned.class)
                    .hasMessageContaining("the lease has ended");
            assertThatThrownBy(() -> leases.done(lease, FIRSTS_OUTCOME))
                    .isInstanceOf(PipelineException.Abandoned.class);
            leases.failed(lease, new PipelineException.Abandoned("its lease has ended"));
            leases.release(lease);

            assertThat(ledger()).isEqualTo(ledger);
        }
    }

    @Test
    void leavesItsItemToWorkersOfOtherRulesToo() {
        Pipeline upgraded = new OtherRules(components.matomo());
        assertThat(claims.claim(upgraded, run, "upgraded"))
                .as("an item that waits for workers of its rules")
                .isEmpty();
        claim("first").orElseThrow();

        WorkItem second = Until.present("the lease ends", () -> claims.claim(upgraded, run, "upgraded"));

        claims.done(second, SECONDS_OUTCOME);
        assertThat(ledger().get(0)).containsEntry("state", "DONE").containsEntry("rules_version", "other");
    }

    private record OtherRules(Pipeline pipeline) implements Pipeline {

        @Override
        public String name() {
            return pipeline.name();
        }

        @Override
        public String step() {
            return pipeline.step();
        }

        @Override
        public String rulesVersion() {
            return "other";
        }

        @Override
        public Granularity granularity() {
            return pipeline.granularity();
        }

        @Override
        public int maxItems() {
            return pipeline.maxItems();
        }

        @Override
        public int maxItemsPerSubject() {
            return pipeline.maxItemsPerSubject();
        }
    }

    private Optional<WorkItem> claim(String worker) {
        return claims.claim(components.matomo(), run, worker);
    }

    private WorkItem claimAfterItsEnd() {
        return Until.present("the lease of the first worker ends", () -> claim("second"));
    }

    /** The day's item and its attempts, whole rows. */
    private List<Map<String, Object>> ledger() {
        return results.ledger()
                .queryForList(
                        "select i.*, a.number, a.token as attempt_token, a.worker as attempt_worker, a.ended_at,"
                                + " a.outcome, c.name, c.amount from work_item i join attempt a on a.item_id = i.id"
                                + " left join attempt_count c on c.attempt_id = a.id"
                                + " where i.period_from = ? order by a.number, c.name",
                        day);
    }

    private Manifest manifest(Partition partition, WorkItem item, long rows) {
        return new Manifest(
                1,
                partition.table(),
                SITE,
                day.toString(),
                1,
                "rules",
                item.runId(),
                item.attempt(),
                item.token(),
                "2024-03-02T00:00:00Z",
                rows,
                new TreeMap<>(),
                List.of(),
                null);
    }

    private static String object(String key) {
        return components
                .s3()
                .getObjectAsBytes(request -> request.bucket(
                                components.settings().dataset().bucket())
                        .key(components.objects().absolute(key)))
                .asUtf8String();
    }

    @SuppressWarnings("deprecation") // camel-opensearch uses it too
    private static Bulk bulk(RestClient client, WorkItem item) {
        OpenSearchClient search = new OpenSearchClient(new RestClientTransport(client, new JacksonJsonpMapper()));
        return new Bulk(
                operations -> {
                    try {
                        return search.bulk(request -> request.operations(operations)).items().stream()
                                .map(answer -> new BulkOutcome.Item(
                                        String.valueOf(answer.id()),
                                        answer.status(),
                                        answer.error() == null
                                                ? null
                                                : answer.error().reason()))
                                .toList();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                components.settings().search(),
                INDEX,
                item.token());
    }
}
