package dev.caravan.usage;

import dev.caravan.engine.SqlSession;
import dev.caravan.platform.Milestones;
import java.util.function.Function;

/**
 * Runs a stage by its name; the routes call it as the bean {@code stages}. Stateless: safe for many threads.
 *
 * <p>A filter gives the events that the next stage sees, with a reason in {@code dropped} where one is dropped. A view
 * and a table have the stage's name: a view is computed by the stage that reads it, which must be one only; a table is
 * stored.
 */
public final class UsageStages {

    private final StageFiles files;

    public UsageStages(UsageSettings settings) {
        this.files = new StageFiles(settings.stageDir());
    }

    public void filter(UsageJob job, String stage) {
        job.check();
        job.session().rebind("events", files.text(stage));
        job.attendant().filtered(job.session(), stage);
    }

    public void view(UsageJob job, String stage) {
        job.check();
        job.session().rebind(stage, files.text(stage));
        Milestones.reached("usage.stage-" + stage);
    }

    public void table(UsageJob job, String stage) {
        job.check();
        job.session().store(stage, files.text(stage));
        Milestones.reached("usage.stage-" + stage);
    }

    /** A statement that is no stage, for example {@code counts}. */
    <T> T query(SqlSession session, String name, Function<SqlSession.Rows, T> rows) {
        return session.query(files.text(name), rows);
    }

    String title(String name) {
        return files.title(name);
    }

    String text(String name) {
        return files.text(name);
    }
}
