package dev.caravan.observe;

import dev.caravan.run.Ending;
import dev.caravan.run.EndingListener;
import dev.caravan.run.Outcome;
import dev.caravan.run.Pipeline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Counts what this instance does: items, events, documents, seconds. Dry runs are left out. What is known beforehand is
 * there with 0, so that a rate sees the first increment too. Safe for many threads.
 */
public final class WorkMetrics implements EndingListener {

    /** The tag's value when there is no error code. */
    private static final String NO_CODE = "none";

    private final MeterRegistry registry;

    public WorkMetrics(MeterRegistry registry, List<Pipeline> pipelines) {
        this.registry = registry;
        for (Pipeline pipeline : pipelines) {
            String name = pipeline.name();
            in(name);
            kept(name);
            documents(name);
            visitors(name);
            ended(name, Ending.State.DONE, NO_CODE);
            for (Ending.State state : Ending.State.values()) {
                step(name, state);
            }
        }
    }

    @Override
    public void ended(Ending ending) {
        if (ending.item().dryRun()) {
            return;
        }
        String pipeline = ending.item().pipeline();
        in(pipeline).increment(count(ending, Outcome.IN));
        kept(pipeline).increment(count(ending, Outcome.KEPT));
        documents(pipeline).increment(count(ending, "documents"));
        ending.counts().tailMap(Outcome.DROPPED).forEach((name, events) -> {
            if (name.startsWith(Outcome.DROPPED)) {
                dropped(pipeline, name.substring(Outcome.DROPPED.length())).increment(events);
            }
        });
        visitors(pipeline).increment(count(ending, Outcome.VISITORS));
        ending.counts().tailMap(Outcome.FILES).forEach((name, files) -> {
            if (name.startsWith(Outcome.FILES)) {
                files(name.substring(Outcome.FILES.length())).increment(files);
            }
        });
        ending.counts().tailMap(Outcome.WARNINGS).forEach((name, rows) -> {
            if (name.startsWith(Outcome.WARNINGS)) {
                warnings(name.substring(Outcome.WARNINGS.length())).increment(rows);
            }
        });
        ended(pipeline, ending.state(), Objects.requireNonNullElse(ending.code(), NO_CODE))
                .increment();
        step(pipeline, ending.state()).record(ending.took());
    }

    private static double count(Ending ending, String name) {
        return ending.counts().getOrDefault(name, 0L).doubleValue();
    }

    private Counter in(String pipeline) {
        return counter("caravan.events.in", "Events read by items that are done", "pipeline", pipeline);
    }

    private Counter kept(String pipeline) {
        return counter("caravan.events.kept", "Events that were kept", "pipeline", pipeline);
    }

    /** Of events that were dropped for a reason; there with 0 from the first call on. */
    Counter dropped(String pipeline, String reason) {
        return counter("caravan.events.dropped", "Events that were dropped", "pipeline", pipeline, "reason", reason);
    }

    private Counter documents(String pipeline) {
        return counter("caravan.documents.indexed", "Documents written to OpenSearch", "pipeline", pipeline);
    }

    /** Of files that have come to an end; there with 0 from the first call on. */
    public Counter files(String status) {
        return counter("caravan.files.ended", "Report files that have come to an end", "status", status);
    }

    private Counter warnings(String code) {
        return counter("caravan.warnings.given", "Rows, or files, with this warning", "code", code);
    }

    private Counter visitors(String pipeline) {
        return counter("caravan.visitors.added", "Visitors who were not known before", "pipeline", pipeline);
    }

    private Counter ended(String pipeline, Ending.State state, String code) {
        return counter(
                "caravan.items.ended",
                "Claims of items that have ended",
                "pipeline",
                pipeline,
                "state",
                state.name(),
                "code",
                code);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private Timer step(String pipeline, Ending.State state) {
        return Timer.builder("caravan.step.duration")
                .description("From the claim of an item to its end")
                .tags("pipeline", pipeline, "state", state.name())
                .serviceLevelObjectives(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        Duration.ofHours(4))
                .register(registry);
    }
}
