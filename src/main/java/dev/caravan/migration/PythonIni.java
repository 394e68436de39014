package dev.caravan.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file as Python's configparser reads it: names of keys in any case, {@code =} or {@code :}, comment lines with
 * {@code #} or {@code ;}, values that go on in indented lines, {@code [DEFAULT]}, {@code %%} and {@code %(key)s}.
 */
final class PythonIni {

    private static final String DEFAULT = "DEFAULT";
    private static final Pattern SECTION = Pattern.compile("\\[(.+)].*");
    private static final Pattern OPTION = Pattern.compile("(.*?)\\s*[=:]\\s*(.*)");
    private static final Pattern PERCENT = Pattern.compile("%(?:(%)|\\(([^)]+)\\)s)?");
    private static final int MAX_DEPTH = 10;

    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private PythonIni() {}

    /** @throws IllegalArgumentException with the line that configparser would not read either */
    static PythonIni parse(String text) {
        PythonIni ini = new PythonIni();
        ini.read(text.startsWith("\uFEFF") ? text.substring(1) : text);
        return ini;
    }

    private void read(String text) {
        Map<String, String> section = null;
        List<String> value = new ArrayList<>();
        String key = "";
        int keyIndent = 0;
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String content = line.strip();
            int indent = line.length() - line.stripLeading().length();
            if (content.startsWith("#") || content.startsWith(";")) {
                continue;
            }
            if (content.isEmpty() || (section != null && !key.isEmpty() && indent > keyIndent)) {
                value.add(content);
                continue;
            }
            store(section, key, value);
            Matcher header = SECTION.matcher(content);
            Matcher option = OPTION.matcher(content);
            if (header.matches()) {
                section = added(header.group(1), number);
                key = "";
            } else if (section == null || !option.matches() || option.group(1).isEmpty()) {
                throw new IllegalArgumentException(
                        "line " + number + (section == null ? " comes before any [section]" : " has no key = value"));
            } else {
                key = option.group(1).toLowerCase(Locale.ROOT);
                keyIndent = indent;
                if (section.putIfAbsent(key, "") != null) {
                    throw new IllegalArgumentException("line " + number + ": the section has " + key + " twice");
                }
                value.add(option.group(2));
            }
        }
        store(section, key, value);
    }

    private Map<String, String> added(String name, int number) {
        Map<String, String> section = new LinkedHashMap<>();
        if (sections.putIfAbsent(name, section) != null) {
            throw new IllegalArgumentException("line " + number + ": there is a section " + name + " before");
        }
        return section;
    }

    private static void store(@Nullable Map<String, String> section, String key, List<String> value) {
        if (section != null && !key.isEmpty()) {
            section.put(key, String.join("\n", value).stripTrailing());
        }
        value.clear();
    }

    /**
     * Every key, as {@code SECTION.KEY} with the key in capitals, and its value; those of [DEFAULT] are in all sections.
     *
     * @throws IllegalArgumentException when a value has a % that stands for nothing
     */
    Map<String, String> values() {
        Map<String, String> defaults = sections.getOrDefault(DEFAULT, Map.of());
        Map<String, String> values = new LinkedHashMap<>();
        sections.forEach((name, own) -> {
            if (!name.equals(DEFAULT)) {
                Map<String, String> all = new LinkedHashMap<>(defaults);
                all.putAll(own);
                all.forEach((key, value) -> values.put(
                        name + "." + key.toUpperCase(Locale.ROOT), resolved(name, key, value, all, MAX_DEPTH)));
            }
        });
        return values;
    }

    private static String resolved(String section, String key, String value, Map<String, String> all, int depth) {
        Matcher percent = PERCENT.matcher(value);
        StringBuilder resolved = new StringBuilder();
        while (percent.find()) {
            String other =
                    percent.group(2) == null ? null : all.get(percent.group(2).toLowerCase(Locale.ROOT));
            if (percent.group(1) == null && (other == null || depth == 0)) {
                throw new IllegalArgumentException(section + "." + key.toUpperCase(Locale.ROOT)
                        + " has a % that is not doubled; the original cannot read it either");
            }
            String text = other == null ? "%" : resolved(section, key, other, all, depth - 1);
            percent.appendReplacement(resolved, Matcher.quoteReplacement(text));
        }
        return percent.appendTail(resolved).toString();
    }
}
