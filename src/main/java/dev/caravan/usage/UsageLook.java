package dev.caravan.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.engine.SqlSession;
import dev.caravan.engine.SqlSession.Rows;
import dev.caravan.platform.SqlFile;
import dev.caravan.run.Period;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the stages have made of a site's day or month. In its session {@code events} has, beside what the stages gave it,
 * {@code dropped_at}: at which place of the order an event was dropped. For one thread.
 */
public final class UsageLook {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UsageJob job;
    private final Marks marks;
    private final Tools tools;

    UsageLook(UsageJob job, Marks marks, Tools tools) {
        this.job = job;
        this.marks = marks;
        this.tools = tools;
    }

    /** What is the same for all looks. */
    record Tools(UsageRules rules, UsageStages stages, UsageFigures figures) {}

    /**
     * Why an event was dropped.
     *
     * @param stage the filter, or {@code reading}
     * @param rule the setting that decides, or what the filter says of itself
     */
    public record Reason(String stage, String reason, String rule) {}

    public Source source() {
        return job.source();
    }

    public Period period() {
        return job.item().period();
    }

    public SqlSession session() {
        return job.session();
    }

    /** Events in the parts, by their footers. */
    public long rowsIn() {
        return job.rowsIn();
    }

    /** Whether events without an identifier got the one that their URL proposed, if it was sound. */
    public boolean recovers() {
        return job.recovered().isPresent();
    }

    /** Whether nothing of the period is missing. */
    public boolean complete() {
        return job.complete();
    }

    /** @param at {@code dropped_at} */
    public Reason reason(long at, String reason) {
        String rule = tools.rules().decides(reason);
        String stage = marks.stage(at);
        String said = stage.equals(Marks.READING)
                ? "rows of another period, and all but one of rows that are there more than once"
                : tools.stages().title(stage);
        return new Reason(stage, reason, rule.isEmpty() ? said : rule);
    }

    /** The place of a filter in {@code dropped_at}; one behind all when the stages do not have it. */
    public int place(String stage) {
        return marks.place(stage);
    }

    /** Stores what a file of {@code sql/diagnosis} selects under the file's name. */
    public void store(String name) {
        job.check();
        job.session().store(name, SqlFile.read("diagnosis/" + name + ".sql"));
    }

    /** Asks what a file of {@code sql/diagnosis} asks. */
    public <T> T query(String name, Function<Rows, T> rows) {
        job.check();
        return job.session().query(SqlFile.read("diagnosis/" + name + ".sql"), rows);
    }

    /** The documents as they would be indexed, as JSON, in the order of their identifiers' code points. */
    public void documents(Consumer<JsonNode> sink) {
        job.check();
        tools.figures().documentsByIdentifier(job, document -> {
            try {
                // by its text, so that a number is the same as one that was read
                sink.accept(JSON.readTree(JSON.writeValueAsBytes(document)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Where the documents are indexed. */
    public String index() {
        return UsagePublisher.index(job.source(), period());
    }

    /** The filters of a query for the documents that are indexed. */
    public List<Map<String, ?>> published() {
        return UsagePublisher.published(job.source(), period());
    }
}
