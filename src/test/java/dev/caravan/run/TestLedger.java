package dev.caravan.run;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.MariaDbServer;
import dev.caravan.platform.Secret;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A ledger of its own in the shared MariaDB, and short forms for what tests do to it. As a test class' static
 * {@code @RegisterExtension} it is empty before each test, and is closed after them all.
 */
final class TestLedger implements BeforeEachCallback, AfterAllCallback {

    /** The last closed day is 2026-09-19. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-09-20T01:30:00Z"), ZoneOffset.UTC);

    static final int MAX_ATTEMPTS = 3;

    final RunSettings settings;
    final HikariDataSource database;
    final JdbcTemplate sql;
    final Ledger ledger;
    final Claims claims;

    /** @param name of the database, which is made anew */
    TestLedger(String name, Duration lease) {
        MariaDbServer server = EmbeddedServers.shared().mariaDb();
        server.dropDatabase(name);
        server.createDatabase(name);
        settings = new RunSettings(
                server.jdbcUrl(name),
                server.user(),
                new Secret(server.password()),
                Duration.ofMinutes(1),
                8,
                lease,
                Duration.ofMillis(50),
                MAX_ATTEMPTS,
                Duration.ofMillis(1),
                Duration.ofMillis(8));
        database = LedgerDatabase.open(settings);
        sql = new JdbcTemplate(database);
        ledger = new Ledger(database);
        claims = new Claims(database, settings);
    }

    /** The same with leases of this length. */
    RunSettings lasting(Duration lease) {
        return new RunSettings(
                settings.jdbcUrl(),
                settings.user(),
                settings.password(),
                settings.timeout(),
                settings.workers(),
                lease,
                settings.poll(),
                settings.maxAttempts(),
                settings.retryFirst(),
                settings.retryMax());
    }

    /** The open dead letters. */
    List<LedgerPages.DeadLetter> deadLetters() {
        return new LedgerPages(database).deadLetters("", "", "", Long.MAX_VALUE, 100);
    }

    /** Removes every run and item. */
    void clear() {
        for (String table : List.of("attempt_count", "dead_letter", "attempt", "run_item", "work_item", "run")) {
            sql.update("delete from " + table);
        }
    }

    Planner planner(Pipeline... pipelines) {
        return planner(CLOCK, pipelines);
    }

    Planner planner(Clock clock, Pipeline... pipelines) {
        return new Planner(
                ledger, Arrays.stream(pipelines).collect(Collectors.toMap(Pipeline::name, Function.identity())), clock);
    }

    static PlanRequest days(String pipeline, String period, Mode mode, String... subjects) {
        return new PlanRequest(
                pipeline,
                List.of(subjects),
                Period.parse(period),
                Granularity.DAY,
                mode,
                false,
                false,
                PlanRequest.BACKFILL,
                "test");
    }

    static PlanRequest months(String pipeline, String period, Mode mode, String... subjects) {
        PlanRequest days = days(pipeline, period, mode, subjects);
        return new PlanRequest(
                days.pipeline(),
                days.subjects(),
                days.span(),
                Granularity.MONTH,
                mode,
                false,
                false,
                days.priority(),
                "test");
    }

    static PlanRequest bySchedule(PlanRequest request) {
        return with(request, false, false, PlanRequest.DAILY);
    }

    static PlanRequest dry(PlanRequest request) {
        return with(request, true, false, request.priority());
    }

    static PlanRequest allowIncomplete(PlanRequest request) {
        return with(request, false, true, request.priority());
    }

    private static PlanRequest with(PlanRequest request, boolean dryRun, boolean allowIncomplete, int priority) {
        return new PlanRequest(
                request.pipeline(),
                request.subjects(),
                request.span(),
                request.granularity(),
                request.mode(),
                dryRun,
                allowIncomplete,
                priority,
                request.requestedBy());
    }

    long count(String table, String where, Object... arguments) {
        Long count = sql.queryForObject("select count(*) from " + table + " where " + where, Long.class, arguments);
        return count == null ? 0 : count;
    }

    String text(String query, Object... arguments) {
        return String.valueOf(sql.queryForObject(query, String.class, arguments));
    }

    String state(long item) {
        return text("select state from work_item where id = ?", item);
    }

    List<String> units() {
        return sql.queryForList("select unit from work_item order by period_from", String.class);
    }

    void setAll(State state) {
        sql.update("update work_item set state = ?, done_at = utc_timestamp(6)", state.name());
    }

    /** What the ledger looks like when a worker has died. */
    void endLease(WorkItem item) {
        sql.update(
                "update work_item set lease_until = date_sub(utc_timestamp(6), interval 1 second) where id = ?",
                item.id());
    }

    /** Makes an item that waits for its next try be due. */
    void due(WorkItem item) {
        sql.update("update work_item set not_before = utc_timestamp(6) where id = ?", item.id());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        database.close();
    }
}
