package dev.caravan.usage;

import dev.caravan.dataset.DatasetReader;
import dev.caravan.platform.Digests;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.IdentifierPattern;
import dev.caravan.sources.Source;
import dev.caravan.sources.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The {@code usage} pipeline as the ledger knows it: one item is one site and month, or day. */
public final class UsagePipeline implements Pipeline {

    private final UsageSettings settings;
    private final Sources sources;
    private final DatasetReader dataset;
    private final Recoveries recoveries;
    private final Recovery recovery;
    private final String rulesVersion;

    public UsagePipeline(
            UsageSettings settings,
            IdentifierColumns columns,
            Sources sources,
            DatasetReader dataset,
            Recoveries recoveries) {
        this.settings = settings;
        this.sources = sources;
        this.dataset = dataset;
        this.recoveries = recoveries;
        this.recovery = new Recovery(new UsageStages(settings));
        String stages = new StageFiles(settings.stageDir()).fingerprint(settings.routes());
        this.rulesVersion = "usage-1-"
                + Digests.sha256(List.of(settings.rules().fingerprint(), columns.toString(), stages))
                        .substring(0, 8);
    }

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public String step() {
        return "usage.index";
    }

    @Override
    public String rulesVersion() {
        return rulesVersion;
    }

    @Override
    public Granularity granularity() {
        return Granularity.MONTH;
    }

    @Override
    public Optional<String> waitsFor() {
        return Optional.of("matomo");
    }

    /** What the dataset holds, the source's row and map file, and how lost identifiers are recovered, if they are. */
    @Override
    public String inputs(String subject, Period period) {
        int site = Integer.parseInt(subject);
        boolean recovers = recovers(site, period);
        return inputs(sources.require(site), dataset.fingerprint(site, period.from(), period.to()), recovers);
    }

    /** Whether events of the period without an identifier get the one that their URL proposes. */
    boolean recovers(int site, Period period) {
        return recoveries.of(site, period).isPresent();
    }

    String inputs(Source source, String fingerprint, boolean recovers) {
        String map = "";
        if (source.mapType() == 2) {
            Path file =
                    IdentifierPattern.mapFile(settings.mapDir(), Objects.requireNonNullElse(source.mapFilename(), ""));
            map = Files.isReadable(file) ? Digests.sha256(file) : "missing";
        }
        String found = recovers ? "\n" + recovery.fingerprint() : "";
        return Digests.sha256(List.of(fingerprint, source.toString(), map + found));
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
