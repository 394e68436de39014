package dev.caravan.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came, not yet checked. All of it is data from outside.
 *
 * @param path as sent, without the query
 * @param query as sent, without the question mark
 * @param authorization the header, if there is one
 * @param accept likewise
 * @param ifNoneMatch likewise
 * @param local whether it comes from a program on this machine, by a connection of its own
 */
public record ApiRequest(
        Operation operation,
        String path,
        String query,
        @Nullable String contentType,
        @Nullable String authorization,
        @Nullable String accept,
        @Nullable String ifNoneMatch,
        boolean local,
        String body) {

    /** A request from inside this process. */
    public static ApiRequest inside(Operation operation, String id, String query) {
        String path = operation.url().replaceAll("[{]\\w+}", Matcher.quoteReplacement(id));
        return new ApiRequest(operation, path, query, null, null, null, null, true, "");
    }

    /** The same, for an answer of this media type. */
    public ApiRequest accepting(String type) {
        return new ApiRequest(operation, path, query, contentType, authorization, type, ifNoneMatch, local, body);
    }

    /** What the path names; empty when it names nothing. */
    String id() {
        return operation.named(path).orElse("");
    }

    /**
     * What the path names, decoded once: an identifier has slashes, which come as {@code %2F}; a {@code +} is one.
     *
     * @throws Problem {@code parameter-invalid} when it has a control character
     */
    String decodedId() {
        String decoded = decoded(id().replace("+", "%2B"));
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw new Problem(400, "parameter-invalid", "The path has a control character");
        }
        return decoded;
    }

    /**
     * The query's values by name; a blank one counts as not given.
     *
     * @throws Problem {@code parameter-invalid} for a name that the operation does not have, or has twice; the widgets'
     *     operations ignore the former
     */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            if (name.isEmpty()) {
                continue;
            }
            if (!operation.parameters().contains(name)) {
                if (operation.isWidget()) {
                    continue;
                }
                throw new Problem(
                        400,
                        "parameter-invalid",
                        "There is no parameter '" + name + "', only " + operation.parameters());
            }
            String value = parts.length == 1 ? "" : decoded(parts[1]);
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw new Problem(400, "parameter-invalid", "The parameter '" + name + "' has a control character");
            }
            if (parameters.put(name, value) != null) {
                throw new Problem(400, "parameter-invalid", "The parameter '" + name + "' is there twice");
            }
        }
        parameters.values().removeIf(String::isBlank);
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "parameter-invalid", "There is a % that is no escape");
        }
    }
}
