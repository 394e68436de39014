package dev.caravan.run;

import static dev.caravan.run.TestLedger.await;
import static dev.caravan.run.TestLedger.days;
import static dev.caravan.run.TestPipeline.MATOMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.PlanRequest.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesIT {

    private static TestLedger ledger;

    private final Leases leases = leases(ledger.claims);

    @BeforeAll
    static void open() {
        ledger = new TestLedger("leases_it", Duration.ofSeconds(3));
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @BeforeEach
    void plan() {
        ledger.clear();
        ledger.planner(MATOMO).plan(days("matomo", "2026-09-07", Mode.MISSING, "1"));
        leases.open("");
    }

    @AfterEach
    void stop() {
        leases.close();
    }

    private static Leases leases(Claims claims) {
        return new Leases(claims, List.of(MATOMO), ledger.settings, "worker", ending -> {});
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
        try (Leases closed = leases(ledger.claims)) {
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
        await("a heart-beat", () -> !until().equals(first));
        String second = until();
        await("another heart-beat", () -> !until().equals(second));

        assertThatCode(lease::check).doesNotThrowAnyException();
    }

    @Test
    void endALeaseWhoseHeartBeatIsRefused() {
        Lease lease = next();
        ledger.sql.update("update work_item set token = token + 1");
        await("the lease is lost", () -> ended(lease));

        assertThatThrownBy(() -> leases.done(lease, new Outcome(new TreeMap<>(), "", "")))
                .isInstanceOf(PipelineException.Abandoned.class);
        assertThat(ledger.text("select state from work_item")).isEqualTo("RUNNING");
    }

    @Test
    void letALeaseEndByTheLocalClockWhenTheDatabaseIsAway() {
        HikariDataSource away = LedgerDatabase.open(ledger.settings);
        try (Leases cutOff = leases(new Claims(away, ledger.settings))) {
            cutOff.open("");
            Lease lease = Objects.requireNonNull(cutOff.next());
            away.close();

            await("the lease ends by itself", () -> ended(lease));
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
        await("a heart-beat of the new lease", () -> !until().equals(first));
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
}
