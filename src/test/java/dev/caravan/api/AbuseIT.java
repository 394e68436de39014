package dev.caravan.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.api.Wire.Answer;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A run goes on whatever is done to the interface at the same time. */
class AbuseIT {

    private static final String TOKEN = "open-sesame";
    private static final int ITEMS = 60;

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> attacks = new ArrayList<>();

    private TestService service;
    private JdbcTemplate ledger;
    private int port;

    @AfterEach
    void stop() {
        over.set(true);
        threads.shutdownNow();
        service.close();
    }

    private interface Attack {
        void once() throws IOException;
    }

    private void serve(String requestTimeout) throws Exception {
        service = new TestService("abuse", folder)
                .with("api.token", TOKEN)
                .with("http.request-timeout", requestTimeout)
                .with("run.lease", "15m");
        service.sources("source_id,name,type,site_id,country_iso", "TEST::72,Test,R,72,BR");
        try (Connection connection = service.matomo()) {
            new MatomoTables(connection, Shape.matomo5()).create();
        }
        ledger = new JdbcTemplate(service.components().database());
        port = service.components().settings().http().port();
        service.serve();
    }

    @Test
    void aRunIsDoneUnderAHundredClientsAndConnectionsThatHang() throws Exception {
        serve("15m");
        try (LoudLines log = new LoudLines()) {
            for (int client = 0; client < 100; client++) {
                int kind = client % 5;
                attack(() -> request(kind));
            }
            for (int connection = 0; connection < 25; connection++) {
                attack(() -> drip("GET /api/v1/runs HTTP/1.1\r\nX-Slow: "));
                attack(() -> drip("POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"));
            }
            for (int connection = 0; connection < 10; connection++) {
                attack(this::neverRead);
            }
            Until.holds("the attack is under way", () -> answered.get() > 100);

            Answer planned = Wire.ask(
                    port,
                    "POST",
                    "/api/v1/runs",
                    "{\"pipeline\": \"matomo\", \"sites\": [72], \"from\": \"2026-05-01\", \"to\": \"2026-06-29\"}",
                    "Authorization: Bearer " + TOKEN,
                    "Content-Type: application/json");
            assertThat(planned.status()).as(planned.body()).isEqualTo(202);
            Until.holds("all items are done", () -> count("work_item", "state = 'DONE'") == ITEMS);
            over.set(true);
            for (Future<?> attack : attacks) {
                attack.get();
            }

            assertThat(count("work_item", "true")).isEqualTo(ITEMS);
            assertThat(count("attempt", "outcome = 'DONE'")).isEqualTo(ITEMS);
            assertThat(count("attempt", "true")).isEqualTo(ITEMS);
            assertThat(Wire.ask(port, "GET", "/api/v1/status", "").status()).isEqualTo(200);
            Until.holds("the service is healthy", this::healthy);
            assertThat(log.lines()).hasSizeLessThan(20);
        }
    }

    @Test
    void aRequestThatDoesNotEndIsAnsweredAndItsConnectionClosed() throws Exception {
        serve("2s");

        try (Socket socket = Wire.open(port)) {
            socket.getOutputStream()
                    .write("POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n{"
                            .getBytes(US_ASCII));

            Answer answer = Wire.read(socket);

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.body()).contains("\"request-timeout\"");
        }
    }

    private boolean healthy() {
        return service.management("/observe/health").startsWith("200");
    }

    private void attack(Attack attack) {
        attacks.add(threads.submit(() -> {
            while (!over.get()) {
                try {
                    attack.once();
                    answered.incrementAndGet();
                } catch (IOException e) {
                    // cut off, as it may be
                }
            }
        }));
    }

    private void request(int kind) throws IOException {
        Answer answer =
                switch (kind) {
                    case 0 -> Wire.ask(port, "GET", "/api/v1/items?limit=1000", "");
                    case 1 -> Wire.ask(port, "GET", "/api/v1/status", "");
                    case 2 -> Wire.ask(port, "POST", "/api/v1/runs", "{}", "Authorization: Bearer wrong");
                    case 3 -> Wire.ask(port, "POST", "/api/v1/items/1/cancel", "x".repeat(200_000));
                    default -> Wire.ask(port, "GET", "/api/v1/nothing", "");
                };
        assertThat(answer.status()).isIn(0, 200, 401, 404, 408, 413, 503);
    }

    /** A byte now and then, until the other side has had enough. */
    private void drip(String begin) throws IOException {
        try (Socket socket = Wire.open(port)) {
            socket.getOutputStream().write(begin.getBytes(US_ASCII));
            while (!over.get() && socket.getInputStream().available() == 0) {
                socket.getOutputStream().write('x');
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    /** Asks and asks, and takes no answer. */
    private void neverRead() throws IOException {
        try (Socket socket = Wire.open(port)) {
            socket.setReceiveBufferSize(1024);
            for (int i = 0; i < 200; i++) {
                socket.getOutputStream()
                        .write("GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            }
            while (!over.get()) {
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    private int count(String table, String where) {
        Integer count = ledger.queryForObject("select count(*) from " + table + " where " + where, Integer.class);
        return count == null ? 0 : count;
    }
}
