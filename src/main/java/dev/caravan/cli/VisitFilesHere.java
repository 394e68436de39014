package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.visitfiles.FileDesk;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.overview.FilePages;
import java.util.Set;

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

    @Override
    public void close() {
        components.close();
    }
}
