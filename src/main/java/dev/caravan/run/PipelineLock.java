package dev.caravan.run;

import org.springframework.jdbc.core.JdbcTemplate;

/** The row of a pipeline, locked for the rest of a transaction: claims and plans of one pipeline take turns. */
final class PipelineLock {

    private PipelineLock() {}

    static void take(JdbcTemplate sql, String pipeline) {
        if (sql.queryForList("select name from pipeline where name = ? for update", pipeline)
                .isEmpty()) {
            // INVARIANT: exclusive also when another was faster; "insert ignore" shares that lock and can deadlock
            sql.update("insert into pipeline (name) values (?) on duplicate key update name = name", pipeline);
        }
    }
}
