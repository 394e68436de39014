package dev.caravan.run;

import java.util.Optional;

/** A pipeline of days that does nothing; what it would read is the text {@code inputs}. */
record TestPipeline(
        String name, String rulesVersion, String inputs, int maxItems, int maxItemsPerSubject, String upstream)
        implements Pipeline {

    static final TestPipeline MATOMO = new TestPipeline("matomo", "rules-1", "inputs-1", 1000, 1000, "");
    static final TestPipeline USAGE = new TestPipeline("usage", "rules-1", "inputs-1", 1000, 1000, "matomo");

    TestPipeline rules(String version) {
        return new TestPipeline(name, version, inputs, maxItems, maxItemsPerSubject, upstream);
    }

    TestPipeline inputs(String text) {
        return new TestPipeline(name, rulesVersion, text, maxItems, maxItemsPerSubject, upstream);
    }

    TestPipeline limits(int items, int perSubject) {
        return new TestPipeline(name, rulesVersion, inputs, items, perSubject, upstream);
    }

    @Override
    public String step() {
        return name + ".step";
    }

    @Override
    public Granularity granularity() {
        return Granularity.DAY;
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
