package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import dev.caravan.run.ItemControl;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** An item is cancelled while a worker is about to publish it. */
class CancelledInHandIT {

    @TempDir
    private Path folder;

    private TestService service;

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({"matomo.before-manifest, 0", "matomo.between-manifests, 1"})
    void itsWorkerPublishesNothingMore(String milestone, int published) throws Exception {
        service = new TestService("cancelled", folder)
                .with("run.lease", Bench.LEASE_SECONDS + "s")
                .with("run.max-attempts", Bench.MAX_ATTEMPTS)
                .with("run.workers", "1")
                .with("s3.prefix", "cancelled-" + published);
        service.sources("source_id,name,type,site_id,country_iso", "TEST::74,Test,R,74,BR");
        try (Connection connection = service.matomo()) {
            new MatomoTables(connection, Shape.matomo5()).create();
        }
        JdbcTemplate ledger = new JdbcTemplate(service.components().database());
        ItemControl control = new ItemControl(
                service.components().database(), service.components().pipelines());

        try (HeldAt held = new HeldAt(milestone)) {
            service.serve();
            plan("2026-05-01");
            Until.holds("the worker is about to publish", held::reached);
            long item = ledger.queryForObject("select id from work_item", Long.class);
            control.cancel(item);
            Until.holds(
                    "its lease would have ended",
                    () -> ledger.queryForObject(
                                    "select count(*) from work_item where updated_at < utc_timestamp(6) - interval ? second",
                                    Integer.class,
                                    Bench.LEASE_SECONDS + 1)
                            == 1);
            held.release();
        }
        // the only worker is free again when it does another one
        plan("2026-05-02");
        Until.holds("the next item is done", () -> states(ledger).equals(List.of("CANCELLED", "DONE")));

        assertThat(manifests("day=1")).hasSize(published).allMatch(path -> path.contains("visits"));
        assertThat(manifests("day=2")).hasSize(2);
        // a lease that was lost before is no matter
        assertThat(ledger.queryForList(
                        "select outcome from attempt where outcome <> 'LOST' order by item_id", String.class))
                .containsExactly("CANCELLED", "DONE");

        control.retry(ledger.queryForObject("select min(id) from work_item", Long.class));
        Until.holds("it is done after all", () -> states(ledger).equals(List.of("DONE", "DONE")));
        assertThat(manifests("day=1")).hasSize(2);
    }

    private void plan(String day) {
        service.components()
                .planner()
                .plan(new PlanRequest(
                        "matomo",
                        List.of("74"),
                        Period.parse(day),
                        Granularity.DAY,
                        PlanRequest.Mode.MISSING,
                        false,
                        false,
                        PlanRequest.BACKFILL,
                        "test"));
    }

    private static List<String> states(JdbcTemplate ledger) {
        return ledger.queryForList("select state from work_item order by id", String.class);
    }

    private List<String> manifests(String day) {
        Path bucket = service.objects().getParent();
        String prefix = service.components().settings().dataset().prefix();
        try (Stream<Path> files = Files.walk(bucket.resolve(prefix))) {
            return files.map(Path::toString)
                    .filter(path -> path.endsWith("_manifest.json") && path.contains("/" + day + "/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
