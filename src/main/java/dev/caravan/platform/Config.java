package dev.caravan.platform;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has set, as text, with typed look-ups that collect every problem instead of stopping at the first.
 *
 * <p>Later wins: {@code application.properties} of the home folder, each {@code --config} file in order, environment
 * variables ({@code matomo.jdbc.url} is {@code CARAVAN_MATOMO_JDBC_URL}), system properties {@code -Dcaravan.<key>}.
 * A value may hold {@code {{env:NAME}}} or {@code {{env:NAME:default}}}. Not safe for use by several threads.
 */
public final class Config {

    /** Ours; all other keys but Camel's own are refused. */
    private static final String CAMEL = "camel.";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{env:([A-Za-z0-9_]+)(?::([^}]*))?}}");

    private final Path home;
    private final Map<String, String> values;
    private final Map<String, String> environment;
    private final Properties system;
    private final Map<String, String> defaults = new TreeMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    private Config(Path home, Map<String, String> values, Map<String, String> environment, Properties system) {
        this.home = home;
        this.values = values;
        this.environment = environment;
        this.system = system;
    }

    /**
     * @param home the folder that relative paths in the configuration start from
     * @param files read after the home folder's {@code application.properties}; each must exist
     * @throws ConfigException when a file cannot be read
     */
    public static Config load(Path home, List<Path> files) {
        return load(home, files, System.getenv(), System.getProperties());
    }

    static Config load(Path home, List<Path> files, Map<String, String> environment, Properties system) {
        Map<String, String> values = new TreeMap<>();
        Path standard = home.resolve("application.properties");
        if (Files.exists(standard)) {
            read(standard, values);
        }
        files.forEach(file -> read(file, values));
        return new Config(home.toAbsolutePath().normalize(), values, environment, system);
    }

    private static void read(Path file, Map<String, String> into) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(List.of("Cannot read " + file + ": " + e.getMessage()));
        }
        properties
                .stringPropertyNames()
                .forEach(key -> into.put(key, properties.getProperty(key).strip()));
    }

    /** The folder that relative paths start from. */
    public Path home() {
        return home;
    }

    /** Empty when the key is not set, or set to nothing. */
    public Optional<String> text(String key) {
        return text(key, "").isEmpty() ? Optional.empty() : Optional.of(text(key, ""));
    }

    public String text(String key, String fallback) {
        String raw = raw(key, fallback);
        return raw == null || raw.isBlank() ? fallback : resolve(key, raw.strip());
    }

    /** Like {@link #text}, but a key that is set to nothing is empty and not the fallback. */
    public String textOrEmpty(String key, String fallback) {
        String raw = raw(key, fallback);
        return raw == null ? fallback : resolve(key, raw.strip());
    }

    private @Nullable String raw(String key, String fallback) {
        defaults.put(key, fallback);
        String raw = system.getProperty("caravan." + key);
        if (raw == null) {
            raw = environment.get(variable(key));
        }
        return raw == null ? values.get(key) : raw;
    }

    /** Records a problem when the key is not set. */
    public String required(String key) {
        return text(key).orElseGet(() -> {
            problems.add(key + " is not set");
            return "";
        });
    }

    public Secret secret(String key) {
        return new Secret(text(key, ""));
    }

    public boolean flag(String key, boolean fallback) {
        return parsed(key, Boolean.toString(fallback), "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /**
     * @param min inclusive
     * @param max inclusive
     */
    public int number(String key, int fallback, int min, int max) {
        return parsed(key, Integer.toString(fallback), "a whole number from " + min + " to " + max, text -> {
            int number = Integer.parseInt(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    /** A number of {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}, for example {@code 90s}; from 1 ms to ten years. */
    public Duration duration(String key, String fallback) {
        return duration(key, fallback, "1ms", "3650d");
    }

    /**
     * @param min inclusive
     * @param max inclusive
     */
    public Duration duration(String key, String fallback, String min, String max) {
        String expected = "a duration such as 500ms, 90s, 5m, 24h or 7d, from " + min + " to " + max;
        return parsed(key, fallback, expected, text -> {
            Duration duration = duration(text);
            if (duration.compareTo(duration(min)) < 0 || duration.compareTo(duration(max)) > 0) {
                throw new IllegalArgumentException(text);
            }
            return duration;
        });
    }

    public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        String all = String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Config::word).toList());
        return parsed(key, word(fallback), "one of " + all, text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    /** Comma-separated, without blanks; empty when nothing is set. */
    public List<String> list(String key, String fallback) {
        return Arrays.stream(text(key, fallback).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    public Path path(String key, String fallback) {
        return home.resolve(text(key, fallback)).normalize();
    }

    /** Anything else that {@code parser} understands; what it throws becomes the problem's text. */
    public <T> T parsed(String key, String fallback, String expected, Function<String, T> parser) {
        String text = text(key, fallback);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            problems.add(key + " = " + text + ": expected " + expected);
            return parser.apply(fallback);
        }
    }

    /** Notes a problem that concerns several keys. */
    public void problem(String text) {
        problems.add(text);
    }

    /** Every key that was asked for so far, with its default. */
    public Map<String, String> defaults() {
        return new TreeMap<>(defaults);
    }

    /** Camel's own settings, passed on unread. */
    public Properties camel() {
        Properties camel = new Properties();
        values.forEach((key, value) -> {
            if (key.startsWith(CAMEL)) {
                camel.setProperty(key, resolve(key, value));
            }
        });
        return camel;
    }

    /** @throws ConfigException with all problems, among them keys that nobody asked for */
    public void check() {
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(defaults.keySet());
        unknown.removeIf(key -> key.startsWith(CAMEL));
        unknown.forEach(key -> problems.add(key + " is no setting of Caravan; docs/config.md lists them all"));
        if (!problems.isEmpty()) {
            throw new ConfigException(List.copyOf(problems));
        }
    }

    private String resolve(String key, String raw) {
        Matcher matcher = PLACEHOLDER.matcher(raw);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = environment.getOrDefault(matcher.group(1), matcher.group(2));
            if (value == null) {
                problems.add(key + " needs the environment variable " + matcher.group(1) + ", which is not set");
                value = "";
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    private static Duration duration(String text) {
        Matcher matcher = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)").matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String variable(String key) {
        return "CARAVAN_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String word(Enum<?> constant) {
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
