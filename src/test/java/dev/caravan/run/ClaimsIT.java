package dev.caravan.run;

import static dev.caravan.run.TestLedger.allowIncomplete;
import static dev.caravan.run.TestLedger.bySchedule;
import static dev.caravan.run.TestLedger.days;
import static dev.caravan.run.TestLedger.months;
import static dev.caravan.run.TestPipeline.MATOMO;
import static dev.caravan.run.TestPipeline.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.PipelineException;
import dev.caravan.run.PlanRequest.Mode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClaimsIT {

    @RegisterExtension
    private static final TestLedger ledger = new TestLedger("claims_it", Duration.ofMinutes(1));

    private static Plan plan(String period, String... sites) {
        return ledger.planner(MATOMO, USAGE).plan(days("matomo", period, Mode.MISSING, sites));
    }

    private static Optional<WorkItem> claim(Pipeline pipeline) {
        return ledger.claims.claim(pipeline, "", "worker");
    }

    private static WorkItem claimed() {
        return claim(MATOMO).orElseThrow();
    }

    private static Outcome outcome(long in) {
        return new Outcome(
                new TreeMap<>(Map.of("events.in", in, "events.kept", in - 1, "events.dropped.robot", 1L)), "i", "o");
    }

    private static PipelineException broken() {
        return new PipelineException.Transient("s3-unreachable", "nobody there", null);
    }

    @Test
    void takesTheUrgentBeforeTheOldAndTheOldBeforeTheYoung() {
        plan("2026-09-05", "1");
        plan("2026-09-03", "1");
        ledger.planner(MATOMO).plan(bySchedule(days("matomo", "2026-09-10", Mode.MISSING, "1")));

        List<String> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            order.add(claimed().period().unit());
        }
        assertThat(order).containsExactly("2026-09-10", "2026-09-03", "2026-09-05");
        assertThat(claim(MATOMO)).isEmpty();
    }

    @Test
    void keepsToTheLimitOfThePipeline() {
        plan("2026-08", "1");
        TestPipeline two = MATOMO.limits(2, 100);

        WorkItem first = claim(two).orElseThrow();
        assertThat(claim(two)).isPresent();
        assertThat(claim(two)).isEmpty();
        ledger.claims.done(first, outcome(5));
        assertThat(claim(two)).isPresent();
    }

    @Test
    void keepsToTheLimitOfASubjectAndGoesOnWithTheNext() {
        plan("2026-08", "1", "2");
        TestPipeline one = MATOMO.limits(100, 1);

        assertThat(List.of(
                        claim(one).orElseThrow().subject(),
                        claim(one).orElseThrow().subject()))
                .containsExactlyInAnyOrder("1", "2");
        assertThat(claim(one)).isEmpty();
    }

    @Test
    void countsEndedLeasesInNoLimit() {
        plan("2026-08", "1");
        TestPipeline one = MATOMO.limits(1, 1);
        WorkItem item = claim(one).orElseThrow();

        ledger.endLease(item);
        assertThat(claim(one)).isPresent();
    }

    @Test
    @Timeout(900)
    void skipsARowThatAnotherTransactionHoldsInsteadOfWaiting() throws SQLException {
        plan("2026-09-07", "1", "2");
        String first = ledger.text("select min(id) from work_item");
        try (Connection other = ledger.database.getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().executeQuery("select id from work_item where id = " + first + " for update");

            assertThat(claimed().id()).isNotEqualTo(Long.parseLong(first));
            assertThat(claim(MATOMO)).isEmpty();
            other.rollback();
            other.setAutoCommit(true);
        }
        assertThat(claimed().id()).isEqualTo(Long.parseLong(first));
    }

    @Test
    void takesOnlyItemsOfItsOwnRules() {
        plan("2026-09-07", "1");

        assertThat(claim(MATOMO.rules("rules-2"))).isEmpty();
        assertThat(claim(MATOMO)).isPresent();
    }

    @Test
    void takesOnlyItemsOfTheRunItWorksFor() {
        plan("2026-09-07", "1");
        Plan mine = plan("2026-09-08", "1");

        WorkItem item = ledger.claims.claim(MATOMO, mine.runId(), "worker").orElseThrow();
        assertThat(item.period().unit()).isEqualTo("2026-09-08");
        assertThat(ledger.claims.claim(MATOMO, mine.runId(), "worker")).isEmpty();
    }

    @Test
    void worksForTheRunThatAskedEvenIfAnotherOneOpenedTheItem() {
        plan("2026-09-07", "1");
        Plan joined = plan("2026-09-07", "1");
        WorkItem item = ledger.claims.claim(MATOMO, joined.runId(), "worker").orElseThrow();

        assertThat(item.runId()).isEqualTo(joined.runId());
        assertThat(ledger.text("select run_id from attempt")).isEqualTo(joined.runId());
    }

    @Test
    void holdsAMonthBackUntilItsDaysAreDone() {
        ledger.planner(MATOMO, USAGE).plan(months("usage", "2026-08", Mode.MISSING, "1"));
        plan("2026-08-30", "1");
        plan("2026-08-31", "1");
        plan("2026-09-01", "1");
        plan("2026-08-31", "2");

        assertThat(claim(USAGE)).isEmpty();
        ledger.sql.update("update work_item set state = 'DONE' where unit = '2026-08-30'");
        assertThat(claim(USAGE)).isEmpty();
        ledger.sql.update("update work_item set state = 'RETRY' where unit = '2026-08-31' and subject = '1'");
        assertThat(claim(USAGE)).isEmpty();
        ledger.sql.update("update work_item set state = 'DONE' where unit = '2026-08-31' and subject = '1'");
        assertThat(claim(USAGE))
                .as("days of other months and sites do not count")
                .isPresent();
    }

    @Test
    void opensAMonthOfWhichNoDayIsInTheLedger() {
        ledger.planner(MATOMO, USAGE).plan(months("usage", "2026-08", Mode.MISSING, "1"));

        assertThat(claim(USAGE)).isPresent();
    }

    @Test
    void isHeldBackByADeadDayVisiblyAndUnlessAllowed() {
        plan("2026-08-30", "1");
        ledger.claims.failed(claimed(), new PipelineException.Permanent("matomo-schema", "no such column"));
        Plan usage = ledger.planner(MATOMO, USAGE).plan(months("usage", "2026-08", Mode.MISSING, "1"));

        assertThat(claim(USAGE)).isEmpty();
        assertThat(ledger.ledger.heldBack(usage.runId()))
                .containsExactly(new Ledger.HeldBack("1", "2026-08", "matomo 2026-08-30", State.DEAD, "matomo-schema"));

        ledger.planner(MATOMO, USAGE).plan(allowIncomplete(months("usage", "2026-08", Mode.MISSING, "1")));
        assertThat(claim(USAGE))
                .hasValueSatisfying(item -> assertThat(item.allowIncomplete()).isTrue());
    }

    @Test
    void isHeldBackByAnOpenDayEvenIfItMayBeIncomplete() {
        plan("2026-08-30", "1");
        ledger.planner(MATOMO, USAGE).plan(allowIncomplete(months("usage", "2026-08", Mode.MISSING, "1")));

        assertThat(claim(USAGE)).isEmpty();
    }

    @Test
    void isNotHeldBackByADryRun() {
        ledger.planner(MATOMO).plan(TestLedger.dry(days("matomo", "2026-08-30", Mode.MISSING, "1")));
        ledger.planner(MATOMO, USAGE).plan(months("usage", "2026-08", Mode.MISSING, "1"));

        assertThat(claim(USAGE)).isPresent();
    }

    @Test
    void takesOverAnItemWhoseLeaseHasEnded() {
        plan("2026-09-07", "1");
        WorkItem lost = claimed();
        assertThat(claim(MATOMO)).isEmpty();

        ledger.endLease(lost);
        WorkItem taken = claimed();
        assertThat(taken.id()).isEqualTo(lost.id());
        assertThat(taken.token()).isGreaterThan(lost.token());
        assertThat(taken.attempt()).isEqualTo(2);
        assertThat(ledger.text("select outcome from attempt where number = 1")).isEqualTo("LOST");
        assertThat(ledger.count("attempt", "number = 1 and ended_at is not null"))
                .isEqualTo(1);
        assertThat(ledger.claims.keep(lost)).isFalse();
        assertThat(ledger.claims.keep(taken)).isTrue();
    }

    @Test
    void declaresAnItemDeadThatHasCostAllItsWorkers() {
        plan("2026-09-07", "1");
        for (int i = 0; i < TestLedger.MAX_ATTEMPTS; i++) {
            ledger.endLease(claimed());
        }

        assertThat(claim(MATOMO)).isEmpty();
        assertThat(ledger.text("select concat(state, ' ', error_code) from work_item"))
                .isEqualTo("DEAD worker-lost");
        assertThat(ledger.text("select concat(code, ' ', attempts) from dead_letter where resolution is null"))
                .isEqualTo("worker-lost " + TestLedger.MAX_ATTEMPTS);
        assertThat(ledger.count("attempt", "outcome = 'LOST'")).isEqualTo(TestLedger.MAX_ATTEMPTS);
    }

    @Test
    void triesATransientFailureAgainAfterWaitsThatGrow() {
        plan("2026-09-07", "1");
        RunSettings slow = new RunSettings(
                ledger.settings.jdbcUrl(),
                ledger.settings.user(),
                ledger.settings.password(),
                ledger.settings.timeout(),
                1,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                5,
                Duration.ofMinutes(1),
                Duration.ofMinutes(3));
        Claims claims = new Claims(ledger.database, slow);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            WorkItem item = claims.claim(MATOMO, "", "worker").orElseThrow();
            assertThat(claims.failed(item, broken())).isEqualTo(State.RETRY);
            assertThat(claims.claim(MATOMO, "", "worker")).as("while it waits").isEmpty();
            waits.add(Long.valueOf(ledger.text("select timestampdiff(second, updated_at, not_before) from work_item")));
            ledger.due(item);
        }

        assertThat(waits).containsExactly(60L, 120L, 180L, 180L);
        assertThat(ledger.text("select concat(error_code, '|', error_message, '|', failures) from work_item"))
                .isEqualTo("s3-unreachable|s3-unreachable: nobody there|4");
        WorkItem last = claims.claim(MATOMO, "", "worker").orElseThrow();
        assertThat(claims.failed(last, broken())).isEqualTo(State.DEAD);
        assertThat(ledger.text("select concat(code, '|', attempts) from dead_letter"))
                .isEqualTo("s3-unreachable|5");
    }

    @Test
    void buriesAPermanentFailureAtOnceWithALetter() {
        plan("2026-09-07", "1");
        WorkItem item = claimed();
        State state = ledger.claims.failed(item, new PipelineException.Permanent("matomo-denied", "wrong password"));

        assertThat(state).isEqualTo(State.DEAD);
        assertThat(ledger.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("matomo-denied");
            assertThat(letter.message()).isEqualTo("matomo-denied: wrong password");
            assertThat(letter.attempts()).isEqualTo(1);
            assertThat(letter.period()).isEqualTo("2026-09-07");
        });
        assertThat(ledger.text("select concat(outcome, ' ', error_code) from attempt"))
                .isEqualTo("FAILED matomo-denied");
        assertThat(claim(MATOMO)).isEmpty();
    }

    @Test
    void namesAFailureThatNobodyForesaw() {
        plan("2026-09-07", "1");
        ledger.claims.failed(claimed(), new IllegalStateException("x".repeat(5000)));

        assertThat(ledger.text("select error_code from work_item")).isEqualTo("unexpected");
        assertThat(ledger.text("select error_message from work_item"))
                .startsWith("IllegalStateException: xxx")
                .hasSize(2000);
    }

    @Test
    void recordsWhatWasDoneAndForgetsFormerFailures() {
        plan("2026-09-07", "1");
        WorkItem first = claimed();
        ledger.claims.failed(first, broken());
        ledger.due(first);
        ledger.claims.done(claimed(), outcome(5));

        assertThat(ledger.text("select concat_ws(' ', state, failures, inputs, output, rows_in, rows_kept,"
                        + " ifnull(error_code, '-'), ifnull(worker, '-')) from work_item"))
                .isEqualTo("DONE 0 i o 5 4 - -");
        assertThat(ledger.count("attempt_count c join attempt a on a.id = c.attempt_id", "a.number = 2"))
                .isEqualTo(3);
    }

    @Test
    void refusesAResultUnderAStaleTokenAndChangesNothing() {
        plan("2026-09-07", "1");
        WorkItem stale = claimed();
        ledger.endLease(stale);
        WorkItem valid = claimed();
        String before =
                ledger.text("select concat_ws(' ', state, token, worker, lease_until, updated_at) from work_item");

        assertThatThrownBy(() -> ledger.claims.done(stale, outcome(5)))
                .isInstanceOf(PipelineException.Abandoned.class)
                .hasMessageContaining("matomo 1 2026-09-07 is no longer ours");
        assertThatThrownBy(() -> ledger.claims.failed(stale, broken())).isInstanceOf(PipelineException.Abandoned.class);
        ledger.claims.giveBack(stale);

        assertThat(ledger.text("select concat_ws(' ', state, token, worker, lease_until, updated_at) from work_item"))
                .isEqualTo(before);
        assertThat(ledger.count("attempt_count", "true")).isZero();
        assertThat(ledger.text("select outcome from attempt where number = 2")).isEqualTo("RUNNING");
        ledger.claims.done(valid, outcome(5));
    }

    @Test
    void refusesASecondResult() {
        plan("2026-09-07", "1");
        WorkItem item = claimed();
        ledger.claims.done(item, outcome(5));

        assertThatThrownBy(() -> ledger.claims.done(item, outcome(6))).isInstanceOf(PipelineException.Abandoned.class);
        assertThat(ledger.text("select rows_in from work_item")).isEqualTo("5");
    }

    @Test
    void givesAnItemBackAtOnceAndNotAsAFailure() {
        plan("2026-09-07", "1");
        WorkItem item = claimed();
        ledger.claims.giveBack(item);

        assertThat(ledger.text("select concat_ws(' ', state, failures) from work_item"))
                .isEqualTo("READY 0");
        assertThat(ledger.text("select outcome from attempt")).isEqualTo("GIVEN_BACK");
        assertThat(claimed().token()).isGreaterThan(item.token());
    }

    @Test
    void neverGivesTheSameTokenTwiceEvenIfTheLedgerIsMadeAnew() {
        plan("2026-09-07", "1");
        WorkItem before = claimed();
        ledger.clear();
        plan("2026-09-07", "1");

        assertThat(claimed().token()).isGreaterThan(before.token());
    }

    @Test
    void growsTheTokenEvenIfTheClockHasGoneBack() {
        plan("2026-09-07", "1");
        ledger.sql.update("update work_item set token = 9000000000000000000");

        assertThat(claimed().token()).isEqualTo(9000000000000000001L);
    }
}
