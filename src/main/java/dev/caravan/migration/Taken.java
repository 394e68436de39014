package dev.caravan.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A translation while it is made: what is taken from the original's file, and what is said of it. For one thread. */
final class Taken {

    private final Map<String, String> values;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** @param values by {@code SECTION.KEY} */
    Taken(Map<String, String> values) {
        this.values = values;
    }

    /** @return stripped; empty without one */
    String take(String key) {
        seen.add(key);
        return values.getOrDefault(key, "").strip();
    }

    /** Whether the file has a key of one of these sections. */
    boolean hasAny(Set<String> sections) {
        return values.keySet().stream().anyMatch(key -> sections.contains(key.replaceFirst("[.].*", "")));
    }

    /** Nothing when the value is empty, otherwise as {@link #set}. */
    void put(String key, String value) {
        if (!value.isEmpty()) {
            set(key, value);
        }
    }

    /** Of two values the first stays, and the second is a problem. */
    void set(String key, String value) {
        if (!properties.computeIfAbsent(key, none -> value).equals(value)) {
            problem(key + ": keys of the file that mean it do not say the same; the first is taken");
        }
    }

    /** What was put; empty without it. */
    String property(String key) {
        return properties.getOrDefault(key, "");
    }

    /** Refers to the environment instead of the value. */
    void secret(String key, String variable, String value, String origin) {
        if (!value.isEmpty()) {
            properties.put(key, "{{env:" + variable + ":}}");
            note(key + ": export " + variable + "=… with the value of " + origin);
        }
    }

    void note(String note) {
        notes.add(note);
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** Also names the keys that nobody has taken. */
    Translation translation() {
        values.keySet().stream()
                .filter(key -> !seen.contains(key))
                .forEach(key -> problem(key + " is no key of the original's"));
        return new Translation(properties, notes, problems);
    }
}
