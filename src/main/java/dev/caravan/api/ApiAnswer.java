package dev.caravan.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.platform.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An answer, ready to send.
 *
 * @param headers beside the content type and those that all answers have
 */
public record ApiAnswer(int status, String contentType, Map<String, String> headers, String body) {

    /** Characters of a problem's detail. */
    private static final int LONGEST = 500;

    static ApiAnswer json(Object body) {
        return json(200, Map.of(), body);
    }

    static ApiAnswer json(int status, Map<String, String> headers, Object body) {
        return new ApiAnswer(status, "application/json", headers, Json.text(body));
    }

    /** A page that is full has a cursor to the next one, which may be empty. */
    static <T> ApiAnswer page(String name, List<T> rows, int limit, Function<T, String> cursor) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put(name, rows);
        page.put("next", rows.size() < limit ? null : cursor.apply(rows.get(rows.size() - 1)));
        return json(page);
    }

    /** The fields of a bean, and one more. */
    static ObjectNode with(Object bean, String name, Object value) {
        ObjectNode all = Json.MAPPER.valueToTree(bean);
        return all.set(name, Json.MAPPER.valueToTree(value));
    }

    /** As problem+json (RFC 9457). */
    static ApiAnswer problem(Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title(problem.status()));
        body.put("status", problem.status());
        body.put("code", problem.code());
        body.put("detail", sentence(String.valueOf(problem.getMessage())));
        Map<String, String> headers =
                switch (problem.status()) {
                    case 401 -> Map.of("WWW-Authenticate", "Bearer");
                    case 503 -> Map.of("Retry-After", "10");
                    default -> Map.of();
                };
        return new ApiAnswer(problem.status(), "application/problem+json", headers, Json.text(body));
    }

    /** It may quote what was sent: no line breaks, and not all of it. */
    private static String sentence(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 403 -> "Forbidden";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
