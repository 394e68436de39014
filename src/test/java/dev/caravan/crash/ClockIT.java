package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.Until;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Claims;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.WorkItem;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The ledger's times are moved instead of its clock. Each test has a site of its own, and all have the same traffic. */
@DisplayName("When the ledger's clock jumps")
class ClockIT {

    private static final int UNDISTURBED_SITE = 946;
    private static final LocalDate DAY = LocalDate.parse("2024-09-03");

    private static Path world;
    private static Path longLease;
    private static Results results;

    @BeforeAll
    static void prepare() throws Exception {
        Bench bench = new Bench("clock");
        bench.fill(sites(), DAY, 1, 60);
        world = bench.world("world", sites());
        results = bench.results(world);
        // so that none is lost but by the clock
        longLease = bench.settings("long-lease", Map.of("run.lease", "15m"));
        plan(UNDISTURBED_SITE);
        try (Worker worker = Worker.start(world, longLease)) {
            awaitDone(UNDISTURBED_SITE);
        }
    }

    private static IntStream sites() {
        return IntStream.rangeClosed(UNDISTURBED_SITE, 949);
    }

    @AfterAll
    static void close() {
        results.close();
    }

    @Test
    void aheadALeaseEndsUnderItsWorkerWhoPublishesNothingAfterTheNext() throws Exception {
        int site = 947;
        plan(site);

        // its worker has checked the lease just before, and its own clock says that it lasts
        try (AtMilestone jump = AtMilestone.run("matomo.before-manifest", 1, () -> {
                    move(site, "lease_until = utc_timestamp(6) - interval 1 year");
                    awaitDone(site);
                });
                Worker worker = Worker.start(world, longLease)) {
            Until.holds("the first worker goes on after the second is done", jump::done);
        }

        assertThat(results.attempts("matomo", site)).containsExactly("LOST", "DONE");
        assertPublished(site);
    }

    @Test
    void backALeaseOfALostWorkerEndsAllTheSame() throws Exception {
        int site = 948;
        plan(site);
        Claims claims = new Claims(
                results.components().database(), results.components().settings().run());
        WorkItem lost = claims.claim(results.components().matomo(), "", "lost").orElseThrow();
        move(site, "lease_until = utc_timestamp(6) + interval 1 year");

        try (Worker worker = Worker.start(world, longLease)) {
            awaitDone(site);
        }

        assertThat(results.attempts("matomo", site)).containsExactly("LOST", "DONE");
        assertThat(results.item("matomo", site).get("token")).isNotEqualTo(lost.token());
        assertPublished(site);
    }

    @Test
    void backAFailedItemIsTriedAgainAllTheSame() throws Exception {
        int site = 949;
        plan(site);
        Claims claims = new Claims(
                results.components().database(), results.components().settings().run());
        WorkItem failed =
                claims.claim(results.components().matomo(), "", "unlucky").orElseThrow();
        claims.failed(failed, new PipelineException.Transient("matomo-unreachable", "gone", null));
        move(site, "not_before = utc_timestamp(6) + interval 1 year");

        try (Worker worker = Worker.start(world, longLease)) {
            awaitDone(site);
        }

        assertThat(results.attempts("matomo", site)).containsExactly("FAILED", "DONE");
        assertPublished(site);
    }

    private static void plan(int site) {
        results.plan("matomo", Granularity.DAY, Period.day(DAY), site);
    }

    private static void move(int site, String time) {
        assertThat(results.ledger()
                        .update("update work_item set " + time + " where subject = ?", Integer.toString(site)))
                .isOne();
    }

    private static void awaitDone(int site) {
        Until.holds(
                "site " + site + " is done",
                () -> results.item("matomo", site).get("state").equals("DONE"));
    }

    /** Once, by the attempt that is done, and as many rows as of the site that nobody disturbed. */
    private static void assertPublished(int site) throws Exception {
        Object token = results.item("matomo", site).get("token");
        assertThat(results.manifestToken("visits", site, DAY)).isEqualTo(token);
        assertThat(results.manifestToken("events", site, DAY)).isEqualTo(token);
        assertThat(results.counts("matomo", site)).isNotEmpty().isEqualTo(results.counts("matomo", UNDISTURBED_SITE));
        assertThat(results.rows(site, DAY, DAY.plusDays(1)))
                .hasSameSizeAs(results.rows(UNDISTURBED_SITE, DAY, DAY.plusDays(1)));
    }
}
