package dev.caravan.visitfiles.report;

import dev.caravan.platform.Config;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layouts that sources may have.
 *
 * @param byName {@value #STANDARD} by {@code visitfiles.layout.<key>}, and each name of {@code visitfiles.layouts} by
 *     {@code visitfiles.layout.<name>.<key>}, or what the first has
 */
public record LayoutSettings(Map<String, Layout> byName) {

    public static final String STANDARD = "default";

    private static final String PREFIX = "visitfiles.layout.";

    public LayoutSettings {
        byName = Map.copyOf(byName);
    }

    public static LayoutSettings from(Config config) {
        Map<String, Layout> layouts = new HashMap<>();
        Layout standard = layout(config, PREFIX, Layout.STANDARD);
        layouts.put(STANDARD, standard);
        for (String name : config.list("visitfiles.layouts", "")) {
            if (name.matches("[a-z0-9-]{1,40}")) {
                layouts.put(name, layout(config, PREFIX + name + ".", standard));
            } else {
                config.problem(
                        "visitfiles.layouts: expected names of small letters, digits and -, separated by commas");
            }
        }
        return new LayoutSettings(layouts);
    }

    private static Layout layout(Config config, String prefix, Layout standard) {
        List<String> column2 = config.list(prefix + "column2-names", String.join(",", standard.column2()));
        boolean strict = config.flag(prefix + "strict", false);
        long maxFileBytes = Layout.STANDARD.maxFileBytes();
        return new Layout(
                standard.names(),
                strict ? List.of(Column.SECOND.header()) : column2,
                fallback(config, prefix + "fallback-charset", standard),
                config.number(prefix + "max-line-bytes", standard.maxLineBytes(), 1000, 1 << 20),
                config.parsed(
                        prefix + "max-file-bytes",
                        Long.toString(standard.maxFileBytes()),
                        "a whole number from 1 to " + maxFileBytes,
                        text -> number(text, maxFileBytes)));
    }

    private static Optional<Charset> fallback(Config config, String key, Layout standard) {
        String name =
                config.textOrEmpty(key, standard.fallback().map(Charset::name).orElse(""));
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException e) {
            config.problem(key + " = " + name + ": expected a charset such as windows-1252, or nothing");
            return Optional.empty();
        }
    }

    private static long number(String text, long most) {
        long number = Long.parseLong(text);
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public Layout named(String name) {
        Layout layout = byName.get(name);
        if (layout == null) {
            throw new IllegalArgumentException("There is no layout '" + name + "' in visitfiles.layouts");
        }
        return layout;
    }
}
