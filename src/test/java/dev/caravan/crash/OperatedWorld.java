package dev.caravan.crash;

import dev.caravan.embedded.FreePorts;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A bench with one world, for tests of what operators do to daemons. */
final class OperatedWorld implements AutoCloseable {

    private final Bench bench;
    private final Path config;
    private final Results results;

    OperatedWorld(String name, IntStream sites, LocalDate from, int days) throws Exception {
        int[] all = sites.toArray();
        bench = new Bench(name);
        bench.fill(IntStream.of(all), from, days, 5);
        config = bench.world("world", IntStream.of(all));
        results = bench.results(config);
    }

    Results results() {
        return results;
    }

    /** Starts a daemon and waits until it is up. */
    CaravanProcess serve(String name, Map<String, String> settings) throws Exception {
        CaravanProcess process = bench.start(command(name, settings));
        process.awaitLine("Caravan is up");
        return process;
    }

    private List<String> command(String name, Map<String, String> settings) throws IOException {
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent("management.port", Integer.toString(FreePorts.next()));
        all.putIfAbsent("http.port", Integer.toString(FreePorts.next()));
        return List.of("serve", "--config=" + config, "--config=" + bench.settings(name, all));
    }

    void plan(String site, LocalDate from, int days) {
        results.components()
                .planner()
                .plan(new PlanRequest(
                        "matomo",
                        List.of(site),
                        new Period(from, from.plusDays(days)),
                        Granularity.DAY,
                        PlanRequest.Mode.MISSING,
                        false,
                        false,
                        PlanRequest.BACKFILL,
                        "test"));
    }

    int count(String rows) {
        Integer count = results.ledger().queryForObject("select count(*) from " + rows, Integer.class);
        return count == null ? 0 : count;
    }

    /** Holds Matomo's visits: whoever reads them waits until this is closed. */
    Connection hold() throws Exception {
        Connection connection = bench.matomo();
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock tables matomo_log_visit write");
        }
        return connection;
    }

    @Override
    public void close() {
        results.close();
    }
}
