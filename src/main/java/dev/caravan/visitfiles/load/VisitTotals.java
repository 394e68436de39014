package dev.caravan.visitfiles.load;

import dev.caravan.visitfiles.report.VisitRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A file's visits by e-mail and month, made while its rows go by, and in the end written to the temporary table
 * {@code carga_visitas}, in its order. For one thread.
 */
final class VisitTotals {

    /** About 25 MB. */
    static final int IN_MEMORY = 100_000;

    private final VisitBasis basis;
    private final int period;
    private final int inMemory;
    private final InfileChunk table;
    private final SumRuns runs;
    private final TreeMap<MonthSum, MonthSum> sums = new TreeMap<>();
    private final List<MonthSum> person = new ArrayList<>();
    private long visits;
    private long visitors;

    /**
     * @param period this month
     * @param inMemory as many sums or fewer
     * @param folder for further ones, until the end
     */
    VisitTotals(Connection connection, VisitBasis basis, int period, int inMemory, Path folder) {
        this.basis = basis;
        this.period = period;
        this.inMemory = inMemory;
        this.table = new InfileChunk(
                connection,
                "carga_visitas character set ascii (email, periodo, visitas, primera, ultima, total, anio, mes)");
        this.runs = new SumRuns(folder);
    }

    void add(VisitRow row) throws IOException {
        int more = basis.visits(row);
        if (more == 0) {
            return;
        }
        LocalDateTime date = basis.date(row);
        sums.computeIfAbsent(new MonthSum(row.email(), BusinessZone.period(YearMonth.from(date))), sum -> sum)
                .add(more, date);
        visits += more;
        if (sums.size() >= inMemory) {
            spill();
        }
    }

    private void spill() throws IOException {
        runs.spill(sums.keySet());
        sums.clear();
    }

    /** Writes the table; there are no more rows. */
    void end() throws IOException, SQLException {
        if (runs.isEmpty()) {
            for (MonthSum sum : sums.keySet()) {
                take(sum);
            }
        } else {
            spill();
            runs.merge(this::take);
        }
        write();
        table.flush();
    }

    private void take(MonthSum sum) throws SQLException {
        if (!person.isEmpty() && !person.get(0).email().equals(sum.email())) {
            write();
        }
        person.add(sum);
    }

    /** A person's months; the first of them has what the person has in all of them. */
    private void write() throws SQLException {
        if (person.isEmpty()) {
            return;
        }
        visitors++;
        MonthSum all = new MonthSum(person.get(0).email(), 0);
        long year = 0;
        long month = 0;
        for (MonthSum sum : person) {
            all.add(sum);
            year += sum.period() / 100 == period / 100 ? sum.visits() : 0;
            month += sum.period() == period ? sum.visits() : 0;
        }
        MonthSum first = person.get(0);
        table.add(first.email(), first.period(), first.visits(), all.first(), all.last(), all.visits(), year, month);
        for (MonthSum sum : person.subList(1, person.size())) {
            table.add(sum.email(), sum.period(), sum.visits(), sum.first(), sum.last(), null, null, null);
        }
        person.clear();
    }

    /** How many visits there were. */
    long visits() {
        return visits;
    }

    /** How many people they are of. */
    long visitors() {
        return visitors;
    }
}
