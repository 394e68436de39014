package dev.caravan.crash;

import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The service of a world inside this JVM, where {@link AtMilestone} sees it work: on everything in its ledger. */
final class Worker implements AutoCloseable {

    private final Components components;
    private final Service service;

    private Worker(Components components) {
        this.components = components;
        this.service = Service.start(components, false);
    }

    /** @param config later wins */
    static Worker start(Path... config) {
        return start(Clock.systemUTC(), "", config);
    }

    /** @param onlyRun what it works on; empty for everything */
    static Worker start(Clock clock, String onlyRun, Path... config) {
        Components components = new Components(Settings.load(List.of(config)), clock);
        try {
            Worker worker = new Worker(components);
            worker.service.work(onlyRun);
            return worker;
        } catch (RuntimeException e) {
            components.close();
            throw e;
        }
    }

    @Override
    public void close() {
        service.close();
        components.close();
    }
}
