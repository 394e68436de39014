package dev.caravan.usage;

import dev.caravan.engine.Sql;
import dev.caravan.engine.SqlSession;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes behind every reason, in {@code dropped}, after which filter it was first there, also for filters that know
 * nothing of it: a filter may not change a reason. For one job.
 */
final class Marks implements UsageJob.Attendant {

    /** The place before all filters. */
    static final String READING = "reading";

    private static final String SEPARATOR = Sql.literal("\u001f");

    private final CallOff callOff;
    private final List<String> passed = new ArrayList<>();

    Marks(CallOff callOff) {
        this.callOff = callOff;
    }

    @Override
    public void check() {
        callOff.check();
    }

    /** To be called when the events have been read. */
    void read(SqlSession session) {
        filtered(session, READING);
    }

    @Override
    public void filtered(SqlSession session, String stage) {
        session.rebind(
                "events",
                "select events.*, case when position(" + SEPARATOR + " in dropped) > 0 then dropped else dropped || "
                        + SEPARATOR + " || '" + passed.size() + "' end as dropped_next from events");
        passed.add(stage);
    }

    /** Takes the marks off again: {@code dropped_at} is the place of the filter, a number from 0. */
    void split(SqlSession session) {
        // as metrics does
        session.rebind(
                "events",
                "select events.*, coalesce(dropped, case when identifier is null then 'no-identifier' end)"
                        + " as dropped_next from events");
        filtered(session, "metrics");
        String at = "position(" + SEPARATOR + " in dropped)";
        session.rebind(
                "events",
                "select events.*, substr(dropped, 1, " + at + " - 1) as dropped_next, cast(substr(dropped, " + at
                        + " + 1) as bigint) as dropped_at from events");
    }

    /** The filter at a place. */
    String stage(long at) {
        return passed.get(Math.toIntExact(at));
    }

    /** The place of a filter; one behind all when there is no such filter. */
    int place(String stage) {
        int place = passed.indexOf(stage);
        return place < 0 ? passed.size() : place;
    }
}
