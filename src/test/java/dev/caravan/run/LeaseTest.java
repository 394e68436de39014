package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.PipelineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final List<String> closed = new ArrayList<>();
    private final Lease lease = lease(System.nanoTime() + HOUR);

    private Lease lease(long validUntil) {
        WorkItem item =
                new WorkItem(1, "run", "matomo", "3", "2026-09-05", Period.parse("2026-09-05"), 1, 7, false, false);
        return new Lease(item, validUntil, lease -> closed.add("lease"));
    }

    @Test
    void endsByTheLocalClock() {
        assertThatCode(lease::check).doesNotThrowAnyException();
        assertThatThrownBy(() -> lease(System.nanoTime() - 1).check())
                .isInstanceOf(PipelineException.Abandoned.class)
                .hasMessage("lease-lost: matomo 3 2026-09-05: the lease has ended");
    }

    @Test
    void isLostForGoodOnceItIsLost() {
        lease.lose();
        lease.keptUntil(System.nanoTime() + HOUR);

        assertThatThrownBy(lease::check).isInstanceOf(PipelineException.Abandoned.class);
    }

    @Test
    void closesWhatItHoldsLastOneFirstEvenIfOneFails() {
        lease.hold(() -> closed.add("first"));
        lease.hold(() -> {
            throw new IllegalStateException("cannot close");
        });
        lease.hold(() -> closed.add("last"));

        lease.close();
        assertThat(closed).containsExactly("lease", "last", "first");
    }
}
