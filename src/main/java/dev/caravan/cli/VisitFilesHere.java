package dev.caravan.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.Components;
import dev.caravan.Settings;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.visitfiles.FileDesk;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.LoadSettings;
import dev.caravan.visitfiles.load.VisitFilesDatabase;
import dev.caravan.visitfiles.load.Visitors;
import dev.caravan.visitfiles.overview.FilePages;
import java.util.Set;
import java.util.function.Function;

/** Report files as commands see them that work on the tables themselves. */
final class VisitFilesHere implements AutoCloseable {

    private final Components components;

    /** @throws InvalidRequest {@code visitfiles-off} */
    VisitFilesHere(ConfigOption config) {
        this.components = config.components();
        if (sources().isEmpty()) {
            components.close();
            throw new InvalidRequest("visitfiles-off", "There is no source of report files: see visitfiles.sources");
        }
    }

    Components components() {
        return components;
    }

    Set<String> sources() {
        return components.settings().visitFiles().sources().keySet();
    }

    FilePages pages() {
        return new FilePages(
                components.database(), components.settings().visitFiles().load().zone());
    }

    FileDesk desk() {
        return new FileDesk(
                components.settings().visitFiles(), new ControlLog(components.database()), components.visitFiles());
    }

    /** Does something with the totals, over the connections that load. */
    <T> T withVisitors(Function<Visitors, T> work) {
        Settings settings = components.settings();
        LoadSettings loading = settings.visitFiles().load();
        try (HikariDataSource database = VisitFilesDatabase.open(settings.run(), loading)) {
            return work.apply(new Visitors(database, loading, components.clock()));
        }
    }

    @Override
    public void close() {
        components.close();
    }
}
