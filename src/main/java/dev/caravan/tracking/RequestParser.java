package dev.caravan.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.matomo.EventTime;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a line of the input asks Matomo to track: a query string, with or without {@code ?}; a URL, whose query
 * counts; or a JSON object of parameters. Parameters that nothing is known about are passed on.
 */
final class RequestParser {

    /** Each of them makes Matomo store an action of a visit. */
    private static final Set<String> ACTIONS = Set.of("url", "action_name", "download", "link", "search", "e_c", "c_n");

    /** These say that no action is to be stored: a sign of life, a goal or an order, something for a plug-in. */
    private static final Set<String> NO_ACTION = Set.of("ping", "idgoal", "ca");

    private static final DateTimeFormatter DATETIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private long tokens;

    /** @param text {@code name=value}, percent-encoded */
    private record Parameter(String name, String value, String text) {}

    /** A line that asks for nothing that could be sent. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String reason) {
            super(reason);
        }
    }

    /** How many lines had a token of their own, which is neither sent nor kept. */
    long tokens() {
        return tokens;
    }

    /** @throws Unfit with a reason that has nothing of the line in it */
    TrackingRequest parse(long line, String text) throws Unfit {
        List<Parameter> all = text.startsWith("{") ? json(text) : query(text);
        List<Parameter> parameters =
                all.stream().filter(parameter -> !isToken(parameter.name())).toList();
        if (parameters.size() < all.size()) {
            tokens++;
        }
        int site = site(parameters);
        boolean action = ACTIONS.stream().anyMatch(name -> has(parameters, name));
        boolean other = NO_ACTION.stream().anyMatch(name -> has(parameters, name));
        if (!action && !other) {
            throw new Unfit("nothing to track: it has none of url, action_name, download, link, search, e_c, c_n");
        }
        List<String> texts = new ArrayList<>();
        parameters.forEach(parameter -> texts.add(parameter.text()));
        String rec = value(parameters, "rec");
        if (rec == null) {
            texts.add("rec=1");
        } else if (!rec.equals("1")) {
            throw new Unfit("rec is not 1, so Matomo would track nothing");
        }
        Instant at = time(value(parameters, "cdt"));
        return new TrackingRequest(
                line, "?" + String.join("&", texts), at == null ? null : new EventTime(site, at), action && !other);
    }

    private static List<Parameter> query(String text) throws Unfit {
        String query = text;
        if (text.matches("(?i)(?:https?://|/).*")) {
            int mark = text.indexOf('?');
            if (mark < 0) {
                throw new Unfit("a URL without a query");
            }
            query = text.substring(mark).replaceFirst("#.*", "");
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query.substring(query.startsWith("?") ? 1 : 0).split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.add(
                        new Parameter(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "", fitting(pair)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) throws Unfit {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Unfit("a % that two hexadecimal digits do not follow");
        }
    }

    /** What has no place in a query is encoded; the rest stays as it is. */
    private static String fitting(String pair) {
        StringBuilder fitting = new StringBuilder();
        pair.codePoints().forEach(point -> {
            if (point <= ' ' || point >= 0x7f || "#\"<>\\^`{|}".indexOf(point) >= 0) {
                fitting.append(encoded(Character.toString(point)));
            } else {
                fitting.appendCodePoint(point);
            }
        });
        return fitting.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A value that is an object or a list, as that of {@code cvar}, is passed on as its JSON text. */
    private static List<Parameter> json(String text) throws Unfit {
        JsonNode object;
        try {
            object = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Unfit("not one JSON object");
        }
        List<Parameter> parameters = new ArrayList<>();
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                String value = field.getValue().isContainerNode()
                        ? field.getValue().toString()
                        : field.getValue().asText();
                parameters.add(new Parameter(field.getKey(), value, encoded(field.getKey()) + "=" + encoded(value)));
            }
        });
        return parameters;
    }

    /** PHP takes a blank or a dot in a name for an underscore, and what follows a bracket for a key. */
    private static boolean isToken(String name) {
        return name.strip()
                .replaceAll("[ .]", "_")
                .replaceFirst("\\[.*", "")
                .toLowerCase(Locale.ROOT)
                .equals("token_auth");
    }

    private static int site(List<Parameter> parameters) throws Unfit {
        String text = value(parameters, "idsite");
        if (text == null || !text.matches("[1-9]\\d{0,8}")) {
            throw new Unfit(text == null ? "no idsite" : "idsite is no whole number from 1 to 999999999");
        }
        return Integer.parseInt(text);
    }

    /** UTC, as Matomo reads it. */
    private static @Nullable Instant time(@Nullable String text) throws Unfit {
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,10}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        try {
            return LocalDateTime.parse(text, DATETIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Unfit("cdt is neither a unix time in seconds nor yyyy-MM-dd HH:mm:ss");
        }
    }

    private static boolean has(List<Parameter> parameters, String name) {
        return value(parameters, name) != null;
    }

    /** Of several the last, as PHP has it; null when there is none, or nothing in it. */
    private static @Nullable String value(List<Parameter> parameters, String name) {
        String value = parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .reduce((first, second) -> second)
                .map(Parameter::value)
                .orElse("")
                .strip();
        return value.isEmpty() ? null : value;
    }
}
