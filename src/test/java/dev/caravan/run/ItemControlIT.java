package dev.caravan.run;

import static dev.caravan.run.TestLedger.days;
import static dev.caravan.run.TestLedger.months;
import static dev.caravan.run.TestPipeline.MATOMO;
import static dev.caravan.run.TestPipeline.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.PlanRequest.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemControlIT {

    private static final Outcome OUTCOME =
            new Outcome(new TreeMap<>(Map.of(Outcome.IN, 1L, Outcome.KEPT, 1L)), "inputs-1", "");

    @RegisterExtension
    private static final TestLedger ledger = new TestLedger("control_it", Duration.ofMinutes(10));

    private static final ItemControl control = new ItemControl(ledger.database, List.of(MATOMO, USAGE));

    private long item;
    private WorkItem claimed;

    @BeforeEach
    void plan() {
        ledger.planner(MATOMO).plan(days("matomo", "2026-09-07", Mode.MISSING, "1"));
        item = Long.parseLong(ledger.text("select id from work_item"));
    }

    /** Operation, the state before it, the state after it or how it is refused, what its last attempt became. */
    @ParameterizedTest
    @CsvSource({
        "retry, READY, READY, DONE",
        "retry, RUNNING, RUNNING, RUNNING",
        "retry, RETRY, READY, FAILED",
        "retry, DONE, refused, DONE",
        "retry, DEAD, READY, FAILED",
        "retry, CANCELLED, READY, CANCELLED",
        "cancel, READY, CANCELLED, DONE",
        "cancel, RUNNING, CANCELLED, CANCELLED",
        "cancel, RETRY, CANCELLED, FAILED",
        "cancel, DONE, refused, DONE",
        "cancel, DEAD, CANCELLED, FAILED",
        "cancel, CANCELLED, CANCELLED, CANCELLED"
    })
    void doesTheSameOnceAndTwice(String operation, State before, String after, String attempt) {
        bring(before);
        List<Map<String, Object>> untouched = rows();

        if (after.equals("refused")) {
            assertThatThrownBy(() -> apply(operation, item)).satisfies(e -> refused(e, "item-state"));
            assertThat(rows()).isEqualTo(untouched);
            return;
        }
        apply(operation, item);
        List<Map<String, Object>> once = rows();
        apply(operation, item);

        assertThat(rows()).isEqualTo(once);
        assertThat(ledger.state(item)).isEqualTo(after);
        assertThat(ledger.text("select outcome from attempt order by number desc limit 1"))
                .isEqualTo(attempt);
        assertThat(ledger.count("attempt", "ended_at is null")).isEqualTo(after.equals("RUNNING") ? 1 : 0);
        assertThat(ledger.count("attempt", "outcome = 'RUNNING'")).isEqualTo(after.equals("RUNNING") ? 1 : 0);
        assertThat(ledger.deadLetters()).isEmpty();
    }

    /** The same by the id of a dead letter, which was answered before the item came to its state, but for DEAD. */
    @ParameterizedTest
    @CsvSource({
        "retry, READY, READY, RETRIED",
        "retry, RUNNING, RUNNING, RETRIED",
        "retry, RETRY, RETRY, RETRIED",
        "retry, DONE, DONE, RETRIED",
        "retry, DEAD, READY, RETRIED",
        "retry, CANCELLED, CANCELLED, RETRIED",
        "cancel, READY, refused, RETRIED",
        "cancel, RUNNING, refused, RETRIED",
        "cancel, RETRY, refused, RETRIED",
        "cancel, DONE, refused, RETRIED",
        "cancel, DEAD, CANCELLED, DISCARDED",
        "cancel, CANCELLED, refused, RETRIED"
    })
    void answersADeadLetterOnceAndLeavesAloneWhatBecameOfItsItem(
            String operation, State before, String after, String resolution) {
        bring(State.DEAD);
        long letter = ledger.deadLetters().get(0).id();
        if (before != State.DEAD) {
            control.retry(item);
            bring(before);
        }

        if (after.equals("refused")) {
            assertThatThrownBy(() -> answer(operation, letter)).satisfies(e -> refused(e, "dead-letter-resolved"));
            assertThat(ledger.state(item)).isEqualTo(before.name());
        } else {
            assertThat(answer(operation, letter)).isEqualTo(item);
            String resolved = ledger.text("select resolved_at from dead_letter");
            assertThat(answer(operation, letter)).isEqualTo(item);
            assertThat(ledger.text("select resolved_at from dead_letter")).isEqualTo(resolved);
            assertThat(ledger.state(item)).isEqualTo(after);
        }
        assertThat(ledger.text("select resolution from dead_letter")).isEqualTo(resolution);
        assertThat(ledger.deadLetters()).isEmpty();
    }

    private long answer(String operation, long letter) {
        return operation.equals("retry") ? control.retryLetter(letter) : control.discardLetter(letter);
    }

    @Test
    void aDayThatWasGivenUpIsMissingInItsMonthAsADeadOneIs() {
        Period month = Period.parse("2026-09");
        assertThat(ledger.ledger.missingDays("matomo", "1", month)).isEmpty();
        bring(State.DEAD);
        assertThat(ledger.ledger.missingDays("matomo", "1", month)).hasSize(1);

        control.cancel(item);

        assertThat(ledger.ledger.missingDays("matomo", "1", month)).hasSize(1);
    }

    @Test
    void retryForgetsTheFailuresAndWaitsNoLonger() {
        bring(State.RETRY);
        ledger.sql.update("update work_item set not_before = date_add(utc_timestamp(6), interval 12 hour)");
        assertThat(claim(MATOMO)).isFalse();

        control.retry(item);

        assertThat(ledger.count("work_item", "failures = 0 and error_code is null and error_message is null"))
                .isEqualTo(1);
        assertThat(claim(MATOMO)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"READY", "RETRY", "DEAD", "CANCELLED"})
    void retryLeavesTheItemToWorkersOfTodaysRules(State before) {
        bring(before);
        TestPipeline today = MATOMO.rules("rules-2");

        new ItemControl(ledger.database, List.of(today)).retry(item);

        assertThat(claim(MATOMO)).isFalse();
        assertThat(claim(today)).isTrue();
        ledger.claims.done(claimed, OUTCOME);
        assertThat(ledger.text("select rules_version from work_item")).isEqualTo("rules-2");
    }

    @Test
    void refusesAnItemOfAPipelineThatIsNoMore() {
        bring(State.DEAD);

        assertThatThrownBy(() -> new ItemControl(ledger.database, List.of(USAGE)).retry(item))
                .satisfies(e -> refused(e, "item-state"))
                .hasMessage("This version has no pipeline matomo");
        assertThat(ledger.deadLetters()).hasSize(1);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> control.retry(item + 1)).satisfies(e -> refused(e, "item-unknown"));
        assertThatThrownBy(() -> control.cancel(item + 1)).satisfies(e -> refused(e, "item-unknown"));
        assertThatThrownBy(() -> control.retryLetter(1)).satisfies(e -> refused(e, "dead-letter-unknown"));
    }

    @Test
    void aWorkerOfACancelledItemRecordsNothingMore() {
        bring(State.RUNNING);
        control.cancel(item);
        List<Map<String, Object>> cancelled = rows();

        assertThat(ledger.claims.keep(claimed)).isFalse();
        assertThatThrownBy(() -> ledger.claims.done(claimed, OUTCOME)).isInstanceOf(PipelineException.Abandoned.class);
        assertThatThrownBy(() -> ledger.claims.failed(claimed, new IllegalStateException("late")))
                .isInstanceOf(PipelineException.Abandoned.class);
        ledger.claims.giveBack(claimed);

        assertThat(rows()).isEqualTo(cancelled);
    }

    @Test
    void aWorkerOfACancelledItemRecordsNothingWhenItIsDoneAgain() {
        bring(State.RUNNING);
        WorkItem former = claimed;
        control.cancel(item);
        control.retry(item);
        assertThat(claim(MATOMO)).isTrue();

        assertThat(claimed.token()).isGreaterThan(former.token());
        assertThat(ledger.claims.keep(former)).isFalse();
        assertThatThrownBy(() -> ledger.claims.done(former, OUTCOME)).isInstanceOf(PipelineException.Abandoned.class);
        ledger.claims.done(claimed, OUTCOME);
        assertThat(ledger.sql.queryForList("select outcome from attempt order by number", String.class))
                .containsExactly("CANCELLED", "DONE");
    }

    @ParameterizedTest
    @CsvSource({"READY", "RUNNING", "RETRY", "DEAD"})
    void aCancelledItemHoldsBackNobody(State before) {
        bring(before);
        ledger.planner(USAGE).plan(months("usage", "2026-08", Mode.MISSING, "1"));
        ledger.planner(USAGE).plan(months("usage", "2026-09", Mode.MISSING, "1"));
        assertThat(claim(USAGE)).isTrue();
        assertThat(claimed.period().unit()).isEqualTo("2026-08");
        assertThat(claim(USAGE)).isFalse();

        control.cancel(item);

        assertThat(claim(USAGE)).isTrue();
        assertThat(claimed.period().unit()).isEqualTo("2026-09");
    }

    @Test
    void aCancelledItemIsOpenedAgainByTheModeFailedOnly() {
        control.cancel(item);

        Plan missing = ledger.planner(MATOMO).plan(days("matomo", "2026-09-07", Mode.MISSING, "1"));
        assertThat(missing.opened()).isZero();
        assertThat(ledger.state(item)).isEqualTo("CANCELLED");

        Plan failed = ledger.planner(MATOMO).plan(days("matomo", "2026-09-07", Mode.FAILED, "1"));
        assertThat(failed.opened()).isEqualTo(1);
        assertThat(ledger.state(item)).isEqualTo("READY");
    }

    private static void apply(String operation, long id) {
        if (operation.equals("retry")) {
            control.retry(id);
        } else {
            control.cancel(id);
        }
    }

    private static void refused(Throwable thrown, String code) {
        assertThat(thrown).isInstanceOfSatisfying(InvalidRequest.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    /** From READY to any state, by what brings it there in life; each has at least one attempt. */
    private void bring(State state) {
        assertThat(claim(MATOMO)).isTrue();
        switch (state) {
            case RUNNING -> {}
            case READY -> {
                ledger.claims.done(claimed, OUTCOME);
                ledger.planner(MATOMO).plan(days("matomo", "2026-09-07", Mode.ALL, "1"));
            }
            case RETRY ->
                ledger.claims.failed(claimed, new PipelineException.Transient("s3-unreachable", "gone", null));
            case DONE -> ledger.claims.done(claimed, OUTCOME);
            case DEAD -> ledger.claims.failed(claimed, new PipelineException.Permanent("s3-denied", "no"));
            case CANCELLED -> control.cancel(item);
        }
        assertThat(ledger.state(item)).isEqualTo(state.name());
    }

    private boolean claim(TestPipeline pipeline) {
        var next = ledger.claims.claim(pipeline, "", "worker");
        next.ifPresent(work -> claimed = work);
        return next.isPresent();
    }

    /** The item, its attempts and its letters, whole, but for the times of its last change. */
    private static List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = ledger.sql.queryForList(
                "select i.*, a.number, a.ended_at, a.outcome, a.error_code as attempt_code, d.id as letter, d.resolution,"
                        + " d.resolved_at from work_item i left join attempt a on a.item_id = i.id"
                        + " left join dead_letter d on d.item_id = i.id order by a.number, d.id");
        rows.forEach(row -> row.keySet().removeAll(List.of("updated_at", "not_before")));
        return rows;
    }
}
