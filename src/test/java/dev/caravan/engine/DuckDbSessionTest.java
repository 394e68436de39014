package dev.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.PipelineException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbSessionTest {

    @TempDir
    private Path folder;

    private SqlSession session;

    @BeforeEach
    void open() {
        session = new DuckDbEngine(new EngineSettings(512, 2)).open(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** The last is not computed to count the rows, so the driver meets it after millions of rows were given. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select case when i > 2900000 then error('late') else i end as n from range(3000000) t(i)",
                "select i as n from range(3000000) t(i) where i < 2900000 or error('late')",
                "select i as n, case when i > 2900000 then error('late') else 'text' end as late"
                        + " from range(3000000) t(i)"
            })
    void failsWhenAResultBreaksOffInsteadOfGivingFewerRows(String select) {
        assertThatThrownBy(() -> session.query(select, DuckDbSessionTest::count))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("engine-sql");
    }

    @Test
    void givesEveryRowOfAResultThatIsWhole() {
        long rows = session.query("select i as n from range(3000000) t(i)", DuckDbSessionTest::count);

        assertThat(rows).isEqualTo(3_000_000);
    }

    @Test
    void givesAnOrderedResultInItsOrder() {
        String select =
                "select cast((i * 7919) % 700001 as bigint) as n, 'x' || i as t from range(700001) t(i) order by n";

        long first = session.query(select, rows -> {
            long expected = 0;
            while (rows.next() && rows.number(0) == expected) {
                expected++;
            }
            return expected;
        });

        assertThat(first).as("rows in order").isEqualTo(700_001);
    }

    @Test
    void givesTheRowsOfAStoredTableInTheirOrder() {
        session.store("numbers", "select cast(i as bigint) as n from range(700000) t(i)");

        long first = session.query("select n from numbers", rows -> {
            long expected = 0;
            while (rows.next() && rows.number(0) == expected) {
                expected++;
            }
            return expected;
        });

        assertThat(first).as("rows in order").isEqualTo(700_000);
    }

    private static long count(SqlSession.Rows rows) {
        long count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }
}
