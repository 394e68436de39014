package dev.caravan.run;

import java.util.Optional;

/** A pipeline that does nothing; what it would read is the text {@code inputs}. */
public record TestPipeline(
        String name,
        Granularity granularity,
        String rulesVersion,
        String inputs,
        int maxItems,
        int maxItemsPerSubject,
        String upstream)
        implements Pipeline {

    public static final TestPipeline MATOMO =
            new TestPipeline("matomo", Granularity.DAY, "rules-1", "inputs-1", 1000, 1000, "");

    /** Of days, like the other. */
    public static final TestPipeline USAGE =
            new TestPipeline("usage", Granularity.DAY, "rules-1", "inputs-1", 1000, 1000, "matomo");

    public TestPipeline granularity(Granularity unit) {
        return new TestPipeline(name, unit, rulesVersion, inputs, maxItems, maxItemsPerSubject, upstream);
    }

    TestPipeline rules(String version) {
        return new TestPipeline(name, granularity, version, inputs, maxItems, maxItemsPerSubject, upstream);
    }

    TestPipeline inputs(String text) {
        return new TestPipeline(name, granularity, rulesVersion, text, maxItems, maxItemsPerSubject, upstream);
    }

    TestPipeline limits(int items, int perSubject) {
        return new TestPipeline(name, granularity, rulesVersion, inputs, items, perSubject, upstream);
    }

    @Override
    public String step() {
        return name + ".step";
    }

    @Override
    public Optional<String> waitsFor() {
        return upstream.isEmpty() ? Optional.empty() : Optional.of(upstream);
    }

    @Override
    public String inputs(String subject, Period period) {
        return inputs;
    }
}
