package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --config}, for every command that needs the configuration. */
final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties read after application.properties; repeatable, later wins.")
    private List<Path> files = new ArrayList<>();

    Settings settings() {
        return Settings.load(files);
    }

    Components components() {
        return new Components(settings(), Clock.systemUTC());
    }
}
