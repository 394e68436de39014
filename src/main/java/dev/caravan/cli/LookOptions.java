package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.run.Period;
import dev.caravan.run.PeriodRequest;
import dev.caravan.sources.Source;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have in common that look at what the stages make of a site's period. */
final class LookOptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--site",
            paramLabel = "SITE",
            required = true,
            description = "The site's number in Matomo; it needs a source.")
    private String site = "";

    @Mixin
    private PeriodOptions period = new PeriodOptions();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    /** What is looked at, by whom. */
    record Subject(Components components, Service service, Source source, List<Period> units) {}

    interface Look<T> {
        T at(Subject subject) throws Exception;
    }

    /** Runs beside a service that takes no work unless it is told to; all is checked before anything starts. */
    <T> T with(Look<T> look) throws Exception {
        PeriodRequest wanted = period.request();
        try (Components components = config.components()) {
            Source source = components.sources().named(site);
            List<Period> units = wanted.units(components.usage().granularity());
            try (Service service = Service.start(components, false)) {
                return look.at(new Subject(components, service, source, units));
            }
        }
    }

    boolean json() {
        return json;
    }

    static String json(Object value) {
        return Interface.pretty(JSON.valueToTree(value));
    }
}
