package dev.caravan.matomo;

import dev.caravan.platform.Digests;
import dev.caravan.run.Pipeline;
import dev.caravan.sources.IdentifierColumns;
import java.util.List;

/** The {@code matomo} pipeline as the ledger knows it: one item is one site and day. */
public final class MatomoPipeline implements Pipeline {

    /** Raised when the same rows of Matomo would give other parts. */
    static final int SCHEMA = 1;

    private final MatomoSettings settings;
    private final String rulesVersion;

    public MatomoPipeline(MatomoSettings settings, IdentifierColumns columns) {
        this.settings = settings;
        this.rulesVersion = "matomo-" + SCHEMA + "-"
                + Digests.sha256(List.copyOf(columns.all())).substring(0, 8);
    }

    @Override
    public String name() {
        return "matomo";
    }

    @Override
    public String step() {
        return "matomo.extract";
    }

    @Override
    public String rulesVersion() {
        return rulesVersion;
    }

    @Override
    public Granularity granularity() {
        return Granularity.DAY;
    }

    @Override
    public int maxItems() {
        return settings.maxItems();
    }

    @Override
    public int maxItemsPerSubject() {
        return settings.maxItemsPerSite();
    }
}
