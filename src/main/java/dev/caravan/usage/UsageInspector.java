package dev.caravan.usage;

import dev.caravan.run.Period;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets people look at what the stages make of a site's day or month: the same tables, and the stages that the routes
 * name, but no item is claimed and nothing is written. Safe for many threads.
 */
public final class UsageInspector {

    private final UsageRead read;
    private final Consumer<UsageJob> stages;
    private final UsageLook.Tools tools;

    /** @param stages puts a job through all of them, in the service by the route {@code usage.stages} */
    public UsageInspector(
            UsageSettings settings,
            UsagePipeline pipeline,
            UsageRead read,
            UsageStages files,
            Consumer<UsageJob> stages) {
        this.read = read;
        this.stages = stages;
        this.tools = new UsageLook.Tools(settings.rules(), files, new UsageFigures(files, pipeline.rulesVersion()));
    }

    /**
     * @param unit a day or a month
     * @param look what it gets is gone when it returns
     */
    public <T> T inspect(int site, Period unit, CallOff callOff, Function<UsageLook, T> look) {
        Marks marks = new Marks(callOff);
        return read.look(
                site,
                unit,
                marks,
                job -> within(callOff, job, () -> {
                    marks.read(job.session());
                    stages.accept(job);
                    marks.split(job.session());
                    return look.apply(new UsageLook(job, marks, tools));
                }));
    }

    /**
     * Likewise before any stage and before any identifier is recovered: {@code events} says what each event's URL
     * proposes.
     */
    public <T> T proposals(int site, Period unit, CallOff callOff, Function<UsageLook, T> look) {
        Marks marks = new Marks(callOff);
        return read.proposals(
                site, unit, marks, job -> within(callOff, job, () -> look.apply(new UsageLook(job, marks, tools))));
    }

    private static <T> T within(CallOff callOff, UsageJob job, Supplier<T> work) {
        callOff.work(job.session());
        try {
            return work.get();
        } finally {
            callOff.work(null);
        }
    }
}
