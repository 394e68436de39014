package dev.caravan.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Visit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A server that speaks Matomo's bulk tracking over a real socket and stores what it takes in Matomo's tables, one
 * transaction a request, as Matomo does. It misbehaves as it is told, once for each {@link Fault}.
 */
public final class StandInMatomo implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter DATETIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** What it does with the next request instead of answering it. */
    public enum Fault {
        NONE,
        DIES_BEFORE_COMMIT,
        DIES_AFTER_COMMIT,
        GOES_ON_WRITING,
        CUTS_THE_ANSWER,
        SAYS_NOTHING_BUT_STORES,
        BUSY,
        AWAY,
        FAILS,
        GATEWAY_TIMEOUT,
        REDIRECTS,
        DENIES,
        NAMES_NOBODY
    }

    private final Connection connection;
    private final MatomoTables tables;
    private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> bodies = new ArrayList<>();
    private Predicate<Map<String, String>> refuses = request -> false;
    private Predicate<Map<String, String>> poison = request -> false;
    private final int port;
    private HttpServer server;

    /** @param connection to a database with Matomo's tables; used by this server alone */
    public StandInMatomo(Connection connection, MatomoTables tables) {
        this.connection = connection;
        this.tables = tables;
        this.server = started(0);
        this.port = server.getAddress().getPort();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port + "/matomo.php");
    }

    public StandInMatomo next(Fault... next) {
        faults.addAll(List.of(next));
        return this;
    }

    /** Requests that it calls invalid, and takes the others. */
    public void invalid(Predicate<Map<String, String>> wanted) {
        refuses = wanted;
    }

    /** Requests for which it refuses all that came with them, by status 400. */
    public void poisonous(Predicate<Map<String, String>> wanted) {
        poison = wanted;
    }

    /** What it was sent, in order. */
    public synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    /** How many requests were in each. */
    public List<Integer> sizes() {
        return bodies().stream().map(body -> json(body).path("requests").size()).toList();
    }

    public void stop() {
        server.stop(0);
    }

    public void startAgain() {
        server = started(port);
    }

    private HttpServer started(int wanted) {
        try {
            HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
            fresh.setExecutor(threads);
            fresh.createContext("/matomo.php", this::handle);
            fresh.start();
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.pop();
        try {
            answer(exchange, json(body), fault);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, JsonNode body, Fault fault) throws IOException, SQLException {
        switch (fault) {
            case BUSY -> {
                exchange.getResponseHeaders().set("Retry-After", "17");
                send(exchange, 429, "");
            }
            case AWAY -> send(exchange, 503, "maintenance");
            case FAILS -> send(exchange, 500, "{\"status\":\"error\",\"tracked\":1,\"message\":\"Deadlock 10.1.2.3\"}");
            case REDIRECTS -> {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/elsewhere.php");
                send(exchange, 302, "");
            }
            case DENIES -> send(exchange, 403, "{\"status\":\"error\",\"message\":\"token_auth is wrong\"}");
            case DIES_BEFORE_COMMIT, GOES_ON_WRITING -> {
                store(body);
                if (fault == Fault.DIES_BEFORE_COMMIT) {
                    connection.rollback();
                }
                exchange.close();
            }
            default -> {
                String answer = tracked(body, fault);
                connection.commit();
                afterCommit(exchange, fault, answer);
            }
        }
    }

    private static void afterCommit(HttpExchange exchange, Fault fault, String answer) throws IOException {
        switch (fault) {
            case DIES_AFTER_COMMIT -> exchange.close();
            case CUTS_THE_ANSWER -> {
                exchange.sendResponseHeaders(200, answer.length() + 100L);
                exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                exchange.close();
            }
            case GATEWAY_TIMEOUT -> send(exchange, 504, "<html>");
            case SAYS_NOTHING_BUT_STORES -> {
                // the client has to give up
            }
            default -> send(exchange, answer.isEmpty() ? 400 : 200, answer);
        }
    }

    /** @return the answer; empty when all of it is refused */
    private String tracked(JsonNode body, Fault fault) throws SQLException {
        List<Map<String, String>> requests = requests(body);
        if (requests.stream().anyMatch(poison)) {
            return "";
        }
        List<Integer> invalid = store(body);
        Map<String, Object> answer = new HashMap<>(
                Map.of("status", "success", "tracked", requests.size() - invalid.size(), "invalid", invalid.size()));
        if (fault != Fault.NAMES_NOBODY) {
            answer.put("invalid_indices", invalid);
        }
        return json(answer);
    }

    /** @return the indices of invalid ones */
    private List<Integer> store(JsonNode body) throws SQLException {
        connection.setAutoCommit(false);
        List<Integer> invalid = new ArrayList<>();
        int index = 0;
        for (Map<String, String> request : requests(body)) {
            if (refuses.test(request)) {
                invalid.add(index);
            } else {
                int site = Integer.parseInt(request.get("idsite"));
                Instant at = time(request.get("cdt"));
                long visit = tables.visit(new Visit(0, site, at, at, 1, "co"));
                tables.event(Event.view(site, visit, at, request.get("url"), Map.of()));
            }
            index++;
        }
        return invalid;
    }

    private static List<Map<String, String>> requests(JsonNode body) {
        List<Map<String, String>> requests = new ArrayList<>();
        for (JsonNode request : body.path("requests")) {
            Map<String, String> parameters = new HashMap<>();
            for (String pair : request.asText().substring(1).split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            requests.add(parameters);
        }
        return requests;
    }

    private static Instant time(String cdt) {
        return cdt.matches("\\d+")
                ? Instant.ofEpochSecond(Long.parseLong(cdt))
                : LocalDateTime.parse(cdt, DATETIME).toInstant(ZoneOffset.UTC);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
