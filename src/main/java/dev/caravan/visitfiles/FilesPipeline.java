package dev.caravan.visitfiles;

import dev.caravan.run.Pipeline;
import java.util.List;
import java.util.Optional;

/**
 * The steps of report files as the ledger knows them: a source's folder is listed, each file is loaded, and the day is
 * closed when no file is under way any more; their subject is the source. Beside them, of all visitors, the turn of the
 * month and the nightly check.
 *
 * @param name of the pipeline
 * @param verb the step, {@code visitfiles.<verb>}
 * @param waits for open files
 */
public record FilesPipeline(String name, String verb, boolean waits, int maxItems, int maxItemsPerSubject)
        implements Pipeline {

    /** Raised when the same file would give other rows. */
    private static final String RULES = "visitfiles-1";

    static final String LIST = "visitfiles-list";
    static final String LOAD = "visitfiles";
    static final String CLOSE = "visitfiles-close";
    static final String ROLL_OVER = "visitfiles-roll-over";
    static final String RECOUNT = "visitfiles-recount";

    /** None when there are no sources. */
    public static List<Pipeline> of(VisitFilesSettings settings) {
        int sources = settings.sources().size();
        return sources == 0
                ? List.of()
                : List.of(
                        new FilesPipeline(LIST, "list", false, sources, 1),
                        new FilesPipeline(LOAD, "load", false, settings.maxItems(), settings.maxItems()),
                        // one at a time: all sources share a day's zip
                        new FilesPipeline(CLOSE, "close", true, 1, 1),
                        new FilesPipeline(ROLL_OVER, "roll-over", false, 1, 1),
                        new FilesPipeline(RECOUNT, "recount", false, 1, 1));
    }

    @Override
    public String step() {
        return "visitfiles." + verb;
    }

    @Override
    public String rulesVersion() {
        return RULES;
    }

    @Override
    public Granularity granularity() {
        return Granularity.DAY;
    }

    @Override
    public boolean bySite() {
        return false;
    }

    @Override
    public Optional<String> waitsFor() {
        return waits ? Optional.of(LOAD) : Optional.empty();
    }
}
