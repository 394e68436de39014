package dev.caravan.visitfiles.load;

import dev.caravan.visitfiles.report.VisitRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file's visits by e-mail and month, made while its rows go by, into the temporary table {@code carga_visitas}. When
 * there are too many for memory, they are written and it begins a further part; the database adds the parts up.
 */
final class VisitTotals {

    /** About 25 MB. */
    private static final int IN_MEMORY = 100_000;

    private final VisitBasis basis;
    private final InfileChunk table;
    private final TreeMap<Key, Sum> sums = new TreeMap<>();
    private int part;
    private long visits;

    VisitTotals(Connection connection, VisitBasis basis) {
        this.basis = basis;
        this.table = new InfileChunk(
                connection, "carga_visitas character set ascii (email, periodo, parte, visitas, primera, ultima)");
    }

    private record Key(String email, int period) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byEmail = email.compareTo(other.email);
            return byEmail == 0 ? Integer.compare(period, other.period) : byEmail;
        }
    }

    private static final class Sum {
        private int visits;
        private LocalDateTime first = LocalDateTime.MAX;
        private LocalDateTime last = LocalDateTime.MIN;

        void add(int more, LocalDateTime date) {
            visits += more;
            first = date.isBefore(first) ? date : first;
            last = date.isAfter(last) ? date : last;
        }
    }

    void add(VisitRow row) throws SQLException {
        int more = basis.visits(row);
        if (more == 0) {
            return;
        }
        LocalDateTime date = basis.date(row);
        sums.computeIfAbsent(new Key(row.email(), BusinessZone.period(YearMonth.from(date))), key -> new Sum())
                .add(more, date);
        visits += more;
        if (sums.size() >= IN_MEMORY) {
            flush();
        }
    }

    /** Writes what is left, in the order of the table. */
    void flush() throws SQLException {
        part++;
        for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
            Sum sum = entry.getValue();
            table.add(entry.getKey().email(), entry.getKey().period(), part, sum.visits, sum.first, sum.last);
        }
        table.flush();
        sums.clear();
    }

    /** How many visits there were. */
    long visits() {
        return visits;
    }
}
