package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.engine.DuckDbEngine;
import dev.caravan.engine.EngineSettings;
import dev.caravan.engine.SqlSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarksTest {

    @TempDir
    private Path folder;

    @Test
    void tellsWhichFilterDroppedAnEventWhateverItsReasonIs() {
        CallOff callOff = new CallOff();
        Marks marks = new Marks(callOff);
        try (SqlSession session = new DuckDbEngine(new EngineSettings(256, 1)).open(folder)) {
            session.rebind(
                    "events",
                    "select * from (values (1, 'a', null), (2, 'b', 'duplicate'), (3, 'c', null), (4, 'd', null),"
                            + " (5, null, null)) rows(id, identifier, dropped)");
            marks.read(session);
            session.rebind("events", drop(3, "robot"));
            marks.filtered(session, "robots");
            session.rebind("events", drop(4, "an operator''s / reason"));
            marks.filtered(session, "zz");
            marks.split(session);

            assertThat(dropped(session, marks))
                    .containsExactly(
                            "1 kept",
                            "2 reading duplicate",
                            "3 robots robot",
                            "4 zz an operator's / reason",
                            "5 metrics no-identifier");
            assertThat(marks.place("zz")).isEqualTo(2);
            assertThat(marks.place("none")).isEqualTo(4);
        }
    }

    private static String drop(int id, String reason) {
        return "select events.*, coalesce(dropped, case when id = " + id + " then '" + reason
                + "' end) as dropped_next from events";
    }

    private static List<String> dropped(SqlSession session, Marks marks) {
        String select = "select cast(id as varchar), dropped, coalesce(dropped_at, -1) from events order by id";
        return session.query(select, rows -> {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.text(0)
                        + (rows.number(2) < 0 ? " kept" : " " + marks.stage(rows.number(2)) + " " + rows.text(1)));
            }
            return found;
        });
    }

    @Test
    void endsAStatementThatRunsWhenItIsCalledOff() throws Exception {
        CallOff callOff = new CallOff();
        try (SqlSession session = new DuckDbEngine(new EngineSettings(256, 1)).open(folder)) {
            callOff.work(session);
            Thread caller = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    callOff.call();
                    Thread.onSpinWait();
                }
            });
            caller.start();

            assertThatThrownBy(() -> session.query(
                            "select count(*) from range(1000000000) a, range(1000000000) b where a.range < b.range",
                            rows -> rows.next()))
                    .hasMessageContaining("engine-sql")
                    .hasMessageContaining("INTERRUPT");

            caller.interrupt();
            caller.join();
            assertThatThrownBy(new Marks(callOff)::check).hasMessageContaining("called-off");
        }
    }
}
