package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MonthTest {

    private static final Offset<Double> NEARLY = within(0.01);

    @Test
    void isTheSameWhateverTheNumberOfThreads() throws SQLException {
        String all = "select bit_xor(hash(event)) || '-' || (select bit_xor(hash(visit)) from visit) from event";

        assertThat(text(all, 1, 7)).isEqualTo(text(all, 4, 7)).isNotEqualTo(text(all, 4, 8));
    }

    @Test
    void hasTheShapeOfARealOne() throws SQLException {
        assertThat(share("count(*) filter (where is_robot(idvisit - 1))")).isCloseTo(0.42, NEARLY);
        assertThat(share("count(*) filter (where identifier is null)")).isCloseTo(0.03, NEARLY);
        assertThat(share("count(*) filter (where (idaction - 1) % 8 >= 5)")).isCloseTo(0.09, NEARLY);
        assertThat(share("count(*) filter (where idaction is null)")).isCloseTo(0.01, NEARLY);
        assertThat(share("count(distinct idvisit)")).isEqualTo(0.24);
        assertThat(share("count(*) filter (where server_time >= '2024-05-01' and server_time < '2024-06-01')"))
                .isEqualTo(1);
        assertThat(text("select count(distinct country) from visit", 2, 7)).isEqualTo("40");
    }

    private static double share(String count) throws SQLException {
        return Double.parseDouble(text("select (" + count + ") / count(*) from event", 2, 7));
    }

    private static String text(String select, int threads, long seed) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set threads = " + threads);
            MonthFolder.make(new Month(seed, 50_000), statement);
            try (ResultSet row = statement.executeQuery(select)) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
