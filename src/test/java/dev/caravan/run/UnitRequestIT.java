package dev.caravan.run;

import static dev.caravan.run.TestPipeline.MATOMO;
import static dev.caravan.run.TestPipeline.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.cli.RunProgress;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.UnitRequest.Unit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnitRequestIT {

    @RegisterExtension
    private static final TestLedger ledger = new TestLedger("unit_request_it", Duration.ofMinutes(1));

    private static UnitRequest files(String... names) {
        return new UnitRequest(
                "",
                "matomo",
                Arrays.stream(names)
                        .map(name -> new Unit("1", name, Period.parse("2026-09-07")))
                        .toList(),
                false,
                PlanRequest.DAILY,
                "schedule");
    }

    private static Optional<WorkItem> claimed(TestPipeline pipeline) {
        return ledger.claims.claim(pipeline, "", "worker");
    }

    @Test
    void opensWhatIsNotOpenWhateverBecameOfItBefore() {
        Planner planner = ledger.planner(MATOMO);
        assertThat(planner.open(files("1 a.txt", "2 b.txt", "3 c.txt")).opened())
                .isEqualTo(3);
        ledger.sql.update("update work_item set state = 'DONE' where unit = '1 a.txt'");
        ledger.sql.update("update work_item set state = 'DEAD' where unit = '2 b.txt'");

        Plan again = planner.open(files("1 a.txt", "2 b.txt", "3 c.txt", "4 d.txt"));

        assertThat(again.opened()).isEqualTo(3);
        assertThat(again.joined()).isEqualTo(1);
        assertThat(ledger.ledger.progress(again.runId())).containsEntry(State.READY, 4);
    }

    @Test
    void areClaimedByTheirNames() {
        ledger.planner(MATOMO).open(files("1 a.txt"));

        assertThat(claimed(MATOMO)).map(WorkItem::label).contains("matomo 1 1 a.txt");
    }

    @Test
    void holdBackWhatWaitsForTheirDays() {
        Planner planner = ledger.planner(MATOMO, USAGE);
        planner.open(files("1 a.txt"));
        planner.open(new UnitRequest(
                "",
                "usage",
                List.of(new Unit(
                        "1",
                        "close",
                        new Period(
                                Period.parse("2026-09-01").from(),
                                Period.parse("2026-09-07").to()))),
                true,
                PlanRequest.DAILY,
                "schedule"));

        assertThat(claimed(USAGE)).isEmpty();
        ledger.sql.update("update work_item set state = 'DEAD' where unit = '1 a.txt'");
        assertThat(claimed(USAGE)).as("it does without dead ones").isPresent();
    }

    @Test
    void mayBelongToARunThatIsUnderWay() throws InterruptedException {
        Planner planner = ledger.planner(MATOMO, USAGE);
        Plan first = planner.open(files("1 a.txt"));

        Plan added = planner.open(new UnitRequest(
                first.runId(),
                "usage",
                List.of(new Unit("1", "close", Period.parse("2026-09-07"))),
                true,
                PlanRequest.DAILY,
                "schedule"));

        assertThat(added.runId()).isEqualTo(first.runId());
        assertThat(added.opened()).isEqualTo(1);
        assertThat(ledger.ledger.progress(first.runId())).containsEntry(State.READY, 2);
        assertThat(ledger.count("run", "true")).isEqualTo(1);

        ledger.sql.update("update work_item set state = 'DONE'");
        StringWriter told = new StringWriter();
        assertThat(new RunProgress(ledger.ledger, first, new PrintWriter(told)).await())
                .isTrue();
        assertThat(told).hasToString("2 of 2 items" + System.lineSeparator());
    }

    @Test
    void areNoRunWhenThereAreNone() {
        assertThat(ledger.planner(MATOMO).open(files()).isEmpty()).isTrue();
        assertThat(ledger.count("run", "true")).isZero();
        assertThatThrownBy(() -> ledger.planner(USAGE).open(files("1 a.txt"))).isInstanceOf(InvalidRequest.class);
    }
}
