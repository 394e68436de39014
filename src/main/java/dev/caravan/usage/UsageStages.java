package dev.caravan.usage;

import dev.caravan.engine.SqlSession;
import dev.caravan.platform.Milestones;

/**
 * Runs a stage by its name; the routes call it as the bean {@code stages}. Stateless: safe for many threads.
 *
 * <p>A filter gives the events that the next stage sees, with a reason in {@code dropped} where one is dropped; a table
 * is stored under the stage's name.
 */
public final class UsageStages {

    private final StageFiles files;

    public UsageStages(UsageSettings settings) {
        this.files = new StageFiles(settings.stageDir());
    }

    public void filter(UsageJob job, String stage) {
        job.lease().check();
        job.session().rebind("events", files.text(stage));
    }

    public void table(UsageJob job, String stage) {
        job.lease().check();
        job.session().store(stage, files.text(stage));
        Milestones.reached("usage.stage-" + stage);
    }

    /** A statement that is no stage, for example {@code counts}. */
    <T> T query(SqlSession session, String name, SqlSession.Rows<T> rows) {
        return session.query(files.text(name), rows);
    }

    String text(String name) {
        return files.text(name);
    }
}
