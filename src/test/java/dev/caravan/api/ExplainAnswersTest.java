package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.diagnosis.Explainer;
import dev.caravan.embedded.Until;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.sources.Source;
import dev.caravan.usage.CallOff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ExplainAnswersTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String MARCH = "site=48&from=2025-03";

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void refusesASecondOneAtATime() throws Exception {
        ExplainAnswers answers = answers(
                (source, identifier, units, callOff) -> {
                    begun.countDown();
                    await(released);
                    throw new InvalidRequest("identifier-unknown", "none");
                },
                LONG);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> ask(answers, MARCH));
        await(begun);

        assertThatThrownBy(() -> ask(answers, MARCH))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code() + " " + problem.status())
                        .isEqualTo("explain-busy 503"));

        released.countDown();
        assertThatThrownBy(first::get).hasRootCauseInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> ask(answers, MARCH)).as("free again").isInstanceOf(InvalidRequest.class);
    }

    @Test
    void callsOffWhatTakesTooLongAndIsFreeAgainWhenItHasEnded() {
        AtomicReference<CallOff> given = new AtomicReference<>();
        ExplainAnswers answers = answers(
                (source, identifier, units, callOff) -> {
                    given.set(callOff);
                    begun.countDown();
                    Until.holds("it is called off", callOff::called);
                    throw new IllegalStateException("ended");
                },
                Duration.ofMillis(20));

        assertThatThrownBy(() -> ask(answers, MARCH))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code() + " " + problem.status())
                        .isEqualTo("explain-timeout 503"));

        // the time may be over before its thread is there
        await(begun);
        Until.holds("it is called off", () -> given.get().called());
        Until.holds("it is free again", () -> !problem(answers).equals("explain-busy"));
    }

    @Test
    void refusesWhatIsMissingOrTooLong() {
        ExplainAnswers answers = answers(
                (source, identifier, units, callOff) -> {
                    throw new AssertionError("not to be called");
                },
                LONG);

        assertThatThrownBy(() -> ask(answers, "from=2025-03")).hasMessageContaining("site is missing");
        assertThatThrownBy(() -> ask(answers, "site=48")).hasMessageContaining("from is missing");
        assertThatThrownBy(() -> ask(answers, "site=48&from=2025")).hasMessageContaining("no day or month");
        assertThatThrownBy(() -> ask(answers, "site=48&from=2025-01&to=2026-01"))
                .hasMessageContaining("12 months or 31 days");
        assertThatThrownBy(() -> ask(answers, "site=48&from=2025-01-01&to=2025-02-01"))
                .hasMessageContaining("12 months or 31 days");
    }

    private static String problem(ExplainAnswers answers) {
        try {
            ask(answers, MARCH);
            return "";
        } catch (Problem problem) {
            return problem.code();
        }
    }

    private static void ask(ExplainAnswers answers, String query) {
        answers.answer(ApiRequest.inside(Operation.EXPLAIN_ITEM, "x", query));
    }

    private static ExplainAnswers answers(Explainer explainer, Duration patience) {
        Source source = new Source("T::48", "Test", Source.Type.R, 48, null, null, "BR", null, 0, null, null, null);
        return new ExplainAnswers(site -> source, explainer, patience);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
