package dev.caravan.run;

import static dev.caravan.run.TestLedger.allowIncomplete;
import static dev.caravan.run.TestLedger.bySchedule;
import static dev.caravan.run.TestLedger.days;
import static dev.caravan.run.TestLedger.dry;
import static dev.caravan.run.TestLedger.months;
import static dev.caravan.run.TestPipeline.MATOMO;
import static dev.caravan.run.TestPipeline.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.run.PlanRequest.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerIT {

    @RegisterExtension
    private static final TestLedger ledger = new TestLedger("planner_it", Duration.ofMinutes(1));

    private static PlanRequest week(Mode mode) {
        return days("matomo", "2026-09-07", mode, "1", "2");
    }

    /** As if a worker had done everything by these rules from these inputs. */
    private static void allDone() {
        ledger.sql.update("update work_item set state = 'DONE', rules_version = 'rules-1', inputs = 'inputs-1'");
    }

    @Test
    void opensNothingNewWhenAskedAgain() {
        Planner planner = ledger.planner(MATOMO);
        Plan first = planner.plan(days("matomo", "2026-08", Mode.MISSING, "1", "2"));
        Plan second = planner.plan(days("matomo", "2026-08", Mode.MISSING, "1", "2"));

        assertThat(first.opened()).isEqualTo(62);
        assertThat(first.joined()).isZero();
        assertThat(second.opened()).isZero();
        assertThat(second.joined()).isEqualTo(62);
        assertThat(ledger.count("work_item", "true")).isEqualTo(62);
        assertThat(ledger.ledger.progress(second.runId())).containsEntry(State.READY, 62);
    }

    @Test
    void keepsTheRequestOfAnOperatorAlsoWhenEverythingIsDone() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        allDone();
        Plan again = ledger.planner(MATOMO).plan(week(Mode.MISSING));

        assertThat(again.isEmpty()).isTrue();
        assertThat(ledger.text("select requested_by from run where id = '" + again.runId() + "'"))
                .isEqualTo("test");
        assertThat(ledger.ledger.progress(again.runId())).isEmpty();
    }

    @Test
    void writesNothingAtAllForAScheduleWhenEverythingIsDone() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        allDone();
        Plan again = ledger.planner(MATOMO).plan(bySchedule(week(Mode.MISSING)));

        assertThat(again.isEmpty()).isTrue();
        assertThat(again.current()).isEqualTo(2);
        assertThat(ledger.count("run", "true")).isEqualTo(1);
        assertThat(ledger.count("work_item", "state = 'DONE'")).isEqualTo(2);
    }

    @Test
    void plansOnlyClosedUtcDays() {
        ledger.planner(MATOMO).plan(days("matomo", "2026-09", Mode.MISSING, "1"));

        assertThat(ledger.units()).hasSize(19).endsWith("2026-09-18", "2026-09-19");
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Lima", "Asia/Tokyo"})
    void countsDaysInUtcWhateverTheZoneOfTheClock(String zone) {
        Clock clock = Clock.fixed(Instant.parse("2026-09-20T01:30:00Z"), ZoneId.of(zone));
        ledger.planner(clock, MATOMO).plan(days("matomo", "2026-09", Mode.MISSING, "1"));

        assertThat(ledger.units()).endsWith("2026-09-19");
    }

    @Test
    void plansTheMonthThatHasAClosedDay() {
        ledger.planner(USAGE).plan(months("usage", "2026", Mode.MISSING, "1"));

        assertThat(ledger.units()).hasSize(9).startsWith("2026-01").endsWith("2026-09");
    }

    @Test
    void leavesOutAMonthOfWhichNoDayIsClosed() {
        Clock firstOfOctober = Clock.fixed(Instant.parse("2026-10-01T23:59:59Z"), ZoneOffset.UTC);
        ledger.planner(firstOfOctober, USAGE).plan(months("usage", "2026", Mode.MISSING, "1"));

        assertThat(ledger.units()).endsWith("2026-09");
    }

    @ParameterizedTest
    @CsvSource({"2026-09-20, 2026-09-20", "2026-10, 2026-10", "2027, 2027-01-01..2027-12-31"})
    void refusesAPeriodWithoutAClosedDay(String period, String unit) {
        assertThatThrownBy(() -> ledger.planner(MATOMO).plan(days("matomo", period, Mode.MISSING, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The period " + unit + " has no closed day yet: the last is 2026-09-19 (UTC)");
        assertThat(ledger.count("run", "true")).isZero();
    }

    @Test
    void refusesAPipelineThatIsNot() {
        assertThatThrownBy(() -> ledger.planner(MATOMO, USAGE).plan(days("motomo", "2026-08", Mode.ALL, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no pipeline 'motomo', only [matomo, usage]");
    }

    @ParameterizedTest
    @CsvSource({
        "MISSING, DONE, false", "MISSING, DEAD, false", "MISSING, CANCELLED, false",
        "FAILED, DONE, false", "FAILED, DEAD, true", "FAILED, CANCELLED, true",
        "ALL, DONE, true", "ALL, DEAD, true", "ALL, CANCELLED, true"
    })
    void opensByModeWhatHasEnded(Mode mode, State state, boolean opens) {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        allDone();
        ledger.setAll(state);
        Plan plan = ledger.planner(MATOMO).plan(week(mode));

        assertThat(plan.opened()).isEqualTo(opens ? 2 : 0);
        assertThat(plan.dead()).isEqualTo(!opens && state == State.DEAD ? 2 : 0);
        assertThat(ledger.count("work_item", "state = 'READY'")).isEqualTo(opens ? 2 : 0);
    }

    @Test
    void opensNoNewItemsWhenOnlyFailedOnesAreAskedFor() {
        Plan plan = ledger.planner(MATOMO).plan(week(Mode.FAILED));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(ledger.count("work_item", "true")).isZero();
    }

    @Test
    void opensDoneItemsAgainWhenTheRulesHaveChanged() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        allDone();
        Plan plan = ledger.planner(MATOMO.rules("rules-2")).plan(bySchedule(week(Mode.MISSING)));

        assertThat(plan.opened()).isEqualTo(2);
        assertThat(ledger.count("work_item", "state = 'READY' and rules_version = 'rules-2'"))
                .isEqualTo(2);
    }

    @Test
    void opensDoneItemsAgainWhenTheirInputsHaveChanged() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        allDone();
        Plan plan = ledger.planner(MATOMO.inputs("inputs-2")).plan(bySchedule(week(Mode.MISSING)));

        assertThat(plan.opened()).isEqualTo(2);
    }

    @Test
    void bringsWaitingItemsUpToTheNewRules() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        ledger.planner(MATOMO.rules("rules-2")).plan(bySchedule(week(Mode.MISSING)));

        assertThat(ledger.count("work_item", "rules_version = 'rules-2' and state = 'READY'"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void joinsRunningItemsAndNeverTouchesThem(Mode mode) {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        WorkItem item = ledger.claims.claim(MATOMO, "", "worker").orElseThrow();
        ledger.claims.claim(MATOMO, "", "worker").orElseThrow();
        String before = ledger.text(
                "select concat_ws(' ', state, token, worker, lease_until, run_id, rules_version,"
                        + " updated_at, attempts) from work_item where id = ?",
                item.id());
        Plan plan = ledger.planner(MATOMO.rules("rules-2").inputs("inputs-2")).plan(week(mode));

        assertThat(plan.opened()).isZero();
        assertThat(plan.joined()).isEqualTo(2);
        assertThat(ledger.count("run_item", "run_id = ?", plan.runId())).isEqualTo(2);
        assertThat(ledger.text(
                        "select concat_ws(' ', state, token, worker, lease_until, run_id, rules_version,"
                                + " updated_at, attempts) from work_item where id = ?",
                        item.id()))
                .isEqualTo(before);
    }

    @Test
    void letsAnOperatorButNoScheduleCutShortTheWaitForTheNextTry() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        ledger.sql.update("update work_item set state = 'RETRY', failures = 2, not_before = '2099-01-01'");

        Plan schedule = ledger.planner(MATOMO).plan(bySchedule(week(Mode.MISSING)));
        assertThat(schedule.opened()).isZero();
        assertThat(schedule.joined()).isEqualTo(2);
        assertThat(ledger.count("work_item", "state = 'RETRY' and failures = 2"))
                .isEqualTo(2);

        Plan operator = ledger.planner(MATOMO).plan(week(Mode.MISSING));
        assertThat(operator.opened()).isEqualTo(2);
        assertThat(ledger.count("work_item", "state = 'READY' and failures = 0 and not_before < '2099-01-01'"))
                .isEqualTo(2);
    }

    @Test
    void makesItemsOfTheirOwnForADryRun() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        allDone();
        Plan dry = ledger.planner(MATOMO).plan(dry(week(Mode.MISSING)));
        Plan again = ledger.planner(MATOMO).plan(dry(week(Mode.MISSING)));

        assertThat(dry.opened()).isEqualTo(2);
        assertThat(again.opened()).isEqualTo(2);
        assertThat(ledger.count("work_item", "variant = ? and state = 'READY'", dry.runId()))
                .isEqualTo(2);
        assertThat(ledger.count("work_item", "variant = '' and state = 'DONE'")).isEqualTo(2);
        assertThat(ledger.planner(MATOMO).plan(week(Mode.MISSING)).isEmpty()).isTrue();
    }

    @Test
    void closesTheDeadLettersOfWhatItOpensAgain() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        ledger.setAll(State.DEAD);
        ledger.sql.update("insert into dead_letter (item_id, attempts, code, message, created_at)"
                + " select id, 1, 'x', 'x', utc_timestamp(6) from work_item");
        ledger.planner(MATOMO).plan(days("matomo", "2026-09-07", Mode.FAILED, "1"));

        assertThat(ledger.count("dead_letter", "resolution = 'RETRIED' and resolved_at is not null"))
                .isEqualTo(1);
        assertThat(ledger.deadLetters()).hasSize(1);
    }

    @Test
    void lendsTheLeaveToBeIncompleteAlsoToAnItemThatWaitsAlready() {
        ledger.planner(USAGE).plan(months("usage", "2026-08", Mode.MISSING, "1"));
        ledger.planner(USAGE).plan(allowIncomplete(months("usage", "2026-08", Mode.MISSING, "1")));

        assertThat(ledger.count("work_item", "allow_incomplete")).isEqualTo(1);
    }

    @Test
    void marksTheDailyWorkAsMoreUrgentThanTheBacklog() {
        ledger.planner(MATOMO).plan(week(Mode.MISSING));
        ledger.planner(MATOMO).plan(bySchedule(days("matomo", "2026-09-08", Mode.MISSING, "1")));

        assertThat(ledger.text("select priority from work_item where unit = '2026-09-08'"))
                .isEqualTo(String.valueOf(PlanRequest.DAILY));
        assertThat(PlanRequest.DAILY).isLessThan(PlanRequest.BACKFILL);
    }

    @Test
    @Timeout(900)
    void opensEachItemOnceWhenTwoPlannersRace() throws Exception {
        List<String> sites =
                IntStream.rangeClosed(1, 100).mapToObj(String::valueOf).toList();
        List<String> backwards = new ArrayList<>(sites);
        Collections.reverse(backwards);
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                ledger.clear();
                List<Callable<Plan>> planners = new ArrayList<>();
                for (List<String> order : List.of(sites, backwards)) {
                    planners.add(() -> {
                        start.await();
                        return ledger.planner(MATOMO)
                                .plan(new PlanRequest(
                                        "matomo",
                                        order,
                                        Period.parse("2026-09-07").through(Period.parse("2026-09-08")),
                                        Pipeline.Granularity.DAY,
                                        Mode.MISSING,
                                        false,
                                        false,
                                        PlanRequest.DAILY,
                                        "test"));
                    });
                }
                int opened = 0;
                for (Future<Plan> plan : threads.invokeAll(planners)) {
                    opened += plan.get().opened();
                    assertThat(plan.get().opened() + plan.get().joined()).isEqualTo(200);
                    assertThat(ledger.count("run_item", "run_id = ?", plan.get().runId()))
                            .isEqualTo(200);
                }
                assertThat(ledger.count("work_item", "state = 'READY'")).isEqualTo(200);
                assertThat(opened).as("opened by both together").isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
