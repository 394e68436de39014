package dev.caravan.run;

import static dev.caravan.run.TestLedger.days;
import static dev.caravan.run.TestLedger.dry;
import static dev.caravan.run.TestLedger.months;
import static dev.caravan.run.TestPipeline.MATOMO;
import static dev.caravan.run.TestPipeline.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.PipelineException;
import dev.caravan.run.LedgerFigures.DeadLetters;
import dev.caravan.run.LedgerFigures.DropReason;
import dev.caravan.run.LedgerFigures.Unclaimed;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest.Mode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerFiguresIT {

    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    private static final TestLedger ledger = new TestLedger("ledger_figures_it", Duration.ofSeconds(60));

    private static final LedgerFigures figures = new LedgerFigures(ledger.database);

    private static void plan(PlanRequest request) {
        ledger.planner(MATOMO, USAGE).plan(request);
    }

    private static void set(State state, String pipeline, String... units) {
        for (String unit : units) {
            assertThat(ledger.sql.update(
                            "update work_item set state = ? where pipeline = ? and unit = ?",
                            state.name(),
                            pipeline,
                            unit))
                    .as("items changed")
                    .isPositive();
        }
    }

    private static void twoHoursAgo(String column, String where) {
        ledger.sql.update(
                "update work_item set " + column + " = date_sub(utc_timestamp(6), interval 2 hour) where " + where);
    }

    private static Freshness fresh(String pipeline, String site, @Nullable String day, @Nullable String month) {
        return new Freshness(
                pipeline,
                site,
                day == null ? null : LocalDate.parse(day),
                month == null ? null : YearMonth.parse(month));
    }

    @Test
    void aSubjectIsCompleteUpToTheFirstDayThatIsUnfinished() {
        plan(days("matomo", "2026-09", Mode.MISSING, "1", "2", "10"));
        ledger.setAll(State.DONE);
        for (State state : new State[] {State.READY, State.RUNNING, State.RETRY, State.DEAD}) {
            ledger.sql.update(
                    "update work_item set state = ? where subject = '2' and unit = '2026-09-07'", state.name());

            assertThat(figures.freshness())
                    .containsExactly(
                            fresh("matomo", "1", "2026-09-19", null),
                            fresh("matomo", "2", "2026-09-06", null),
                            fresh("matomo", "10", "2026-09-19", null));
        }
    }

    @Test
    void whatWasCancelledIsNoGapAndIsNotDoneEither() {
        plan(days("matomo", "2026-09", Mode.MISSING, "1"));
        ledger.setAll(State.DONE);
        set(State.CANCELLED, "matomo", "2026-09-05", "2026-09-19");

        assertThat(figures.freshness()).containsExactly(fresh("matomo", "1", "2026-09-18", null));
    }

    @Test
    void aSubjectWithoutAnyCompletePeriodIsThereToo() {
        plan(days("matomo", "2026-09-07", Mode.MISSING, "1"));

        assertThat(figures.freshness()).containsExactly(fresh("matomo", "1", null, null));
        assertThat(figures.freshness().get(0).until(Granularity.DAY)).isEmpty();
    }

    @Test
    void daysAndMonthsAreApartAndDryRunsDoNotCount() {
        plan(months("usage", "2026-07", Mode.MISSING, "1"));
        plan(months("usage", "2026-08", Mode.MISSING, "1"));
        plan(days("usage", "2026-09-01", Mode.MISSING, "1"));
        ledger.setAll(State.DONE);
        plan(dry(months("usage", "2026-06", Mode.MISSING, "1")));
        assertThat(figures.freshness()).containsExactly(fresh("usage", "1", "2026-09-01", "2026-08"));

        set(State.DEAD, "usage", "2026-08");
        assertThat(figures.freshness()).containsExactly(fresh("usage", "1", "2026-09-01", "2026-07"));

        set(State.DONE, "usage", "2026-08");
        set(State.DEAD, "usage", "2026-09-01");
        assertThat(figures.freshness()).containsExactly(fresh("usage", "1", null, "2026-08"));
    }

    /** As the current month is, every night. */
    @Test
    void aMonthThatWasDoneBeforeItsEndIsNotComplete() {
        plan(months("usage", "2026-08", Mode.MISSING, "1"));
        ledger.setAll(State.DONE);
        ledger.sql.update("update work_item set done_at = '2026-08-31 23:59:59'");
        assertThat(figures.freshness()).containsExactly(fresh("usage", "1", null, null));

        ledger.sql.update("update work_item set done_at = '2026-09-01 00:00:00'");
        assertThat(figures.freshness()).containsExactly(fresh("usage", "1", null, "2026-08"));
    }

    @Test
    void aMonthThatIsNotOverIsNotComplete() {
        plan(months("usage", "2026-08", Mode.MISSING, "1"));
        plan(months("usage", "2026-09", Mode.MISSING, "1"));
        ledger.setAll(State.DONE);
        ledger.sql.update("update work_item set period_from = date_format(utc_date(), '%Y-%m-01'), period_to ="
                + " date_add(date_format(utc_date(), '%Y-%m-01'), interval 1 month) where unit = '2026-09'");

        assertThat(figures.freshness()).containsExactly(fresh("usage", "1", null, "2026-08"));
    }

    @Test
    void completenessEndsWithThePeriodsEnd() {
        Freshness freshness = fresh("usage", "1", "2026-02-28", "2026-02");

        assertThat(freshness.until(Granularity.DAY)).contains(LocalDate.of(2026, 3, 1));
        assertThat(freshness.until(Granularity.MONTH)).contains(LocalDate.of(2026, 3, 1));
        assertThat(fresh("usage", "1", null, "2025-12").until(Granularity.MONTH))
                .contains(LocalDate.of(2026, 1, 1));
    }

    @Test
    void nothingIsUnclaimedInAnEmptyLedger() {
        assertThat(figures.unclaimed()).isEqualTo(new Unclaimed(0, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void anItemWaitsFromWhenItCouldBeClaimed() {
        plan(days("matomo", "2026-09-07", Mode.MISSING, "1", "2"));
        twoHoursAgo("updated_at", "subject = '1'");
        assertThat(figures.unclaimed().items()).isEqualTo(2);
        assertThat(figures.unclaimed().oldest()).isGreaterThan(HOUR);
        assertThat(figures.unclaimed().quiet()).isGreaterThan(HOUR);

        ledger.sql.update("update work_item set state = 'RETRY', not_before = date_add(utc_timestamp(6), interval 1"
                + " hour) where subject = '1'");
        assertThat(figures.unclaimed().items()).isEqualTo(1);
        assertThat(figures.unclaimed().oldest()).isLessThan(HOUR);

        twoHoursAgo("not_before", "subject = '1'");
        assertThat(figures.unclaimed().oldest()).isGreaterThan(HOUR);
    }

    @Test
    void whatIsHeldBackOrDryIsNotUnclaimed() {
        plan(days("matomo", "2026-09-07", Mode.MISSING, "1"));
        plan(months("usage", "2026-09", Mode.MISSING, "1"));
        plan(dry(days("matomo", "2026-09-08", Mode.MISSING, "2")));
        twoHoursAgo("updated_at", "pipeline = 'usage' or subject = '2'");
        assertThat(figures.unclaimed().items()).isEqualTo(1);
        assertThat(figures.unclaimed().oldest()).isLessThan(HOUR);

        set(State.DEAD, "matomo", "2026-09-07");
        assertThat(figures.unclaimed().items()).isZero();

        set(State.DONE, "matomo", "2026-09-07");
        assertThat(figures.unclaimed().items()).isEqualTo(1);
        assertThat(figures.unclaimed().oldest()).isGreaterThan(HOUR);
    }

    @Test
    void anItemWhoseWorkerIsGoneWaitsSinceTheLeasesEnd() {
        plan(days("matomo", "2026-09-07", Mode.MISSING, "1"));
        ledger.claims.claim(MATOMO, "", "worker").orElseThrow();
        assertThat(figures.unclaimed().items()).isZero();

        twoHoursAgo("lease_until", "true");
        twoHoursAgo("updated_at", "true");
        ledger.sql.update("update attempt set started_at = date_sub(utc_timestamp(6), interval 3 hour)");
        assertThat(figures.unclaimed().oldest()).isGreaterThan(HOUR);
        assertThat(figures.unclaimed().quiet()).isBetween(HOUR, Duration.ofMinutes(150));
    }

    @Test
    void aClaimAHeartBeatAndAnEndAreSignsOfWork() {
        plan(days("matomo", "2026-09", Mode.MISSING, "1"));
        twoHoursAgo("updated_at", "true");
        assertThat(figures.unclaimed().quiet()).isGreaterThan(HOUR);

        WorkItem item = ledger.claims.claim(MATOMO, "", "worker").orElseThrow();
        assertThat(figures.unclaimed().quiet()).isLessThan(HOUR);

        ledger.sql.update("update attempt set started_at = date_sub(utc_timestamp(6), interval 3 hour)");
        twoHoursAgo("updated_at", "true");
        assertThat(figures.unclaimed().quiet()).isGreaterThan(HOUR);
        assertThat(ledger.claims.keep(item)).isTrue();
        assertThat(figures.unclaimed().quiet()).isLessThan(HOUR);

        ledger.claims.done(item, new Outcome(new TreeMap<>(), "", ""));
        twoHoursAgo("updated_at", "true");
        assertThat(figures.unclaimed().quiet()).isLessThan(HOUR);
        assertThat(figures.unclaimed().oldest()).isGreaterThan(HOUR);
    }

    @Test
    void itemsDeadLettersAndReasonsAreCounted() {
        plan(days("matomo", "2026-09-07", Mode.MISSING, "1", "2", "3"));
        plan(dry(days("matomo", "2026-09-08", Mode.MISSING, "4")));
        WorkItem done = ledger.claims.claim(MATOMO, "", "worker").orElseThrow();
        ledger.claims.done(
                done,
                new Outcome(
                        new TreeMap<>(Map.of("events.in", 2L, "events.kept", 1L, "events.dropped.robot", 1L)), "", ""));
        WorkItem dead = ledger.claims.claim(MATOMO, "", "worker").orElseThrow();
        ledger.claims.failed(dead, new PipelineException.Permanent("source-unknown", "gone"));

        assertThat(figures.pipelines())
                .extracting(row -> row.pipeline() + " " + row.state() + " " + row.items())
                .containsExactlyInAnyOrder("matomo READY 1", "matomo DONE 1", "matomo DEAD 1");
        assertThat(figures.deadLetters()).containsExactly(new DeadLetters("matomo", "source-unknown", 1));
        assertThat(figures.dropReasons()).containsExactly(new DropReason("matomo", "robot"));

        ledger.planner(MATOMO).plan(days("matomo", "2026-09-07", Mode.FAILED, "1", "2", "3"));
        assertThat(figures.deadLetters()).isEmpty();
    }
}
