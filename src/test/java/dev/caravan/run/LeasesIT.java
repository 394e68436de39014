package dev.caravan.run;

import static dev.caravan.run.TestLedger.days;
import static dev.caravan.run.TestPipeline.MATOMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.embedded.Until;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.PlanRequest.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

class LeasesIT {

    /** So long that a machine may stand still for a while, and so short that heart-beats can be waited for. */
    @RegisterExtension
    private static final TestLedger ledger = new TestLedger("leases_it", Duration.ofSeconds(15));

    /** For leases that are to end. */
    private static final RunSettings BRIEF = ledger.lasting(Duration.ofSeconds(1));

    private final List<Ending.State> endings = new ArrayList<>();
    private final Leases leases = leases(ledger.claims, ledger.settings);

    @BeforeEach
    void plan() {
        ledger.planner(MATOMO).plan(days("matomo", "2026-09-07", Mode.MISSING, "1"));
        leases.open("");
    }

    @AfterEach
    void stop() {
        leases.close();
        MDC.clear();
    }

    private Leases leases(Claims claims, RunSettings settings) {
        return new Leases(claims, List.of(MATOMO), settings, "worker", ending -> endings.add(ending.state()));
    }

    private Lease next() {
        return Objects.requireNonNull(leases.next());
    }

    private static boolean ended(Lease lease) {
        try {
            lease.check();
            return false;
        } catch (PipelineException.Abandoned e) {
            return true;
        }
    }

    private static String until() {
        return ledger.text("select lease_until from work_item");
    }

    @Test
    void giveNothingBeforeTheyAreOpenedAndAfterTheyAreStopped() {
        try (Leases closed = leases(ledger.claims, ledger.settings)) {
            assertThat(closed.next()).isNull();
        }
        leases.stop();
        assertThat(leases.next()).isNull();
        assertThat(ledger.text("select state from work_item")).isEqualTo("READY");
    }

    @Test
    void keepALeaseAliveByHeartBeats() {
        Lease lease = next();
        String first = until();
        Until.holds("a heart-beat", () -> !until().equals(first));
        String second = until();
        Until.holds("another heart-beat", () -> !until().equals(second));

        assertThatCode(lease::check).doesNotThrowAnyException();
    }

    @Test
    void endALeaseWhoseHeartBeatIsRefused() {
        Lease lease = next();
        ledger.sql.update("update work_item set token = token + 1");
        Until.holds("the lease is lost", () -> ended(lease));

        assertThatThrownBy(() -> leases.done(lease, new Outcome(new TreeMap<>(), "", "")))
                .isInstanceOf(PipelineException.Abandoned.class);
        assertThat(ledger.text("select state from work_item")).isEqualTo("RUNNING");
    }

    @Test
    void letALeaseEndByTheLocalClockWhenTheDatabaseIsAway() {
        HikariDataSource away = LedgerDatabase.open(BRIEF);
        try (Leases cutOff = leases(new Claims(away, BRIEF), BRIEF)) {
            cutOff.open("");
            Lease lease = Objects.requireNonNull(cutOff.next());
            away.close();

            Until.holds("the lease ends by itself", () -> ended(lease));
            assertThat(ledger.text("select state from work_item")).isEqualTo("RUNNING");
        }
    }

    @Test
    void keepTheNewLeaseAliveWhenTheOldOneOfTheSameItemIsClosed() {
        Lease old = next();
        ledger.endLease(old.item());
        Lease taken = next();
        assertThat(taken.item().id()).isEqualTo(old.item().id());

        leases.release(old);
        String first = until();
        Until.holds("a heart-beat of the new lease", () -> !until().equals(first));
        assertThatCode(taken::check).doesNotThrowAnyException();
    }

    @Test
    void sayNothingOfAFailureOfAnItemThatIsNotOursAnyMore() {
        Lease lease = next();
        ledger.sql.update("update work_item set token = token + 1");
        leases.failed(lease, new PipelineException.Permanent("x", "x"));

        assertThat(ledger.text("select state from work_item")).isEqualTo("RUNNING");
        assertThat(ledger.count("dead_letter", "true")).isZero();
    }

    @Test
    void findTheReasonInsideItsWrappers() {
        leases.failed(
                next(),
                new IllegalStateException(new RuntimeException(new PipelineException.Permanent(
                        "matomo-schema", "no column", new IllegalStateException("inner")))));

        assertThat(ledger.text("select error_code from work_item")).isEqualTo("matomo-schema");
    }

    @Test
    void giveBackWhatFailsWhileTheyStop() {
        Lease lease = next();
        leases.stop();
        leases.failed(lease, new PipelineException.Transient("interrupted", "stopped", null));

        assertThat(ledger.text("select concat(state, failures) from work_item")).isEqualTo("READY0");
    }

    @Test
    void giveBackWhatTheyHoldWhenTheyAreClosed() {
        Lease lease = next();
        leases.close();

        assertThat(ended(lease)).isTrue();
        assertThat(ledger.text("select concat(state, failures) from work_item")).isEqualTo("READY0");
    }

    @Test
    void tellOfAnEndingOnceAlthoughTheWorkerFailsLater() {
        Lease lease = next();
        leases.close();
        leases.failed(lease, new IllegalStateException("the pool is closed"));

        assertThat(endings).containsExactly(Ending.State.GIVEN_BACK);
        assertThat(ledger.text("select group_concat(outcome) from attempt")).isEqualTo("GIVEN_BACK");
    }

    @Test
    void tellOfOneThatIsDoneAsDoneAlthoughTheyAreClosedBeforeItIsReleased() {
        Lease lease = next();
        leases.done(lease, new Outcome(new TreeMap<>(), "", ""));
        leases.close();

        assertThat(endings).containsExactly(Ending.State.DONE);
    }

    @Test
    void markTheWorkersLogLinesUntilTheItemIsReleased() {
        Lease lease = next();
        assertThat(MDC.getCopyOfContextMap())
                .containsEntry("item", Long.toString(lease.item().id()))
                .containsEntry("site", "1")
                .containsEntry("period", "2026-09-07")
                .containsEntry("run", lease.item().runId());

        leases.release(lease);

        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void keepNoWordsOfAForeignFailureThatMayBeAVisitors() {
        leases.failed(next(), new IllegalStateException("Duplicate entry 'reader-1@example.org' for key 'x'"));

        assertThat(ledger.text("select error_message from work_item"))
                .isEqualTo("IllegalStateException: Duplicate entry …");
    }

    @Test
    void sayWhichItemAHeartBeatOrTheGivingBackFailedFor() {
        HikariDataSource away = LedgerDatabase.open(BRIEF);
        try (LogLines lines = new LogLines(Leases.class)) {
            String item;
            try (Leases cutOff = leases(new Claims(away, BRIEF), BRIEF)) {
                cutOff.open("");
                item = Long.toString(
                        Objects.requireNonNull(cutOff.next()).item().id());
                away.close();
                Until.holds("a heart-beat fails", () -> !lines.with("heart-beat failed")
                        .isEmpty());
                MDC.clear();
            }
            for (String said : List.of("heart-beat failed", "could not be given back")) {
                assertThat(lines.with(said)).isNotEmpty().allSatisfy(line -> {
                    assertThat(line.getContextData().toMap()).containsEntry("item", item);
                    assertThat(line.getContextData().toMap()).containsKeys("run", "site", "period");
                });
            }
        }
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }
}
