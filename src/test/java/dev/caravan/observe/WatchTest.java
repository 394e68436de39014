package dev.caravan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.Until;
import dev.caravan.platform.PipelineException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Duration LONG = Duration.ofHours(1);

    private static Watch watch(Probe.Look look, Duration patience) {
        return new Watch(new Probe("store", "store-unreachable", look), patience);
    }

    @Test
    void isDownBeforeTheFirstLook() {
        Watch watch = watch(() -> "fine", LONG);

        assertThat(watch.seen().up()).isFalse();
        assertThat(watch.seen().message()).isEqualTo("store was not looked at yet");
    }

    @Test
    void isUpWithWhatTheLastLookSaid() {
        Watch watch = watch(() -> "7 s old", LONG);

        watch.run();

        assertThat(watch.seen().up()).isTrue();
        assertThat(watch.seen().message()).isEqualTo("7 s old");
    }

    @Test
    void isDownWithTheCodeInOneLineWhenALookFails() {
        Watch watch = watch(
                () -> {
                    throw new PipelineException.Transient("store-unreachable", "refused\n\n  by the other side", null);
                },
                LONG);

        watch.run();

        assertThat(watch.seen().up()).isFalse();
        assertThat(watch.seen().message()).isEqualTo("store-unreachable: refused by the other side");
    }

    @Test
    void isDownAndLooksOnAfterAnUnknownFailure() {
        boolean[] broken = {true};
        Watch watch = watch(
                () -> {
                    if (broken[0]) {
                        throw new IllegalStateException("x".repeat(1000));
                    }
                    return "fine";
                },
                LONG);

        watch.run();
        assertThat(watch.seen().message())
                .startsWith("unexpected: java.lang.IllegalStateException: xxx")
                .hasSizeLessThan(310);
        broken[0] = false;
        watch.run();
        assertThat(watch.seen().up()).isTrue();
    }

    @Test
    void isDownWhileALookGetsNoAnswerAndUpAgainAfterwards() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        boolean[] stalls = {false};
        Watch watch = watch(
                () -> {
                    if (stalls[0]) {
                        looking.countDown();
                        Waiting.on(answer);
                    }
                    return "fine";
                },
                Duration.ofMillis(300));
        watch.run();
        stalls[0] = true;
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        try {
            // again and again, as in the service: one answer may be too old before anybody sees it
            thread.scheduleWithFixedDelay(watch, 0, 10, TimeUnit.MILLISECONDS);
            looking.await();

            Until.holds("the silence is seen", () -> !watch.seen().up());
            assertThat(watch.seen().message()).startsWith("store-unreachable: no answer for ");

            answer.countDown();
            Until.holds("the answer is seen", () -> watch.seen().up());
        } finally {
            answer.countDown();
            thread.shutdownNow();
        }
    }
}
