package dev.caravan.observe;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an expression of Prometheus: enough of its grammar for the dashboards.
 *
 * @param metrics with the labels that are matched on each
 * @param labels by which series are put together
 */
record PromQl(Map<String, Set<String>> metrics, Set<String> labels) {

    /** {@code by (a, b)} and the like. */
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^()]*)\\)");

    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.$])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*}|\\()?");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool");

    static PromQl of(String expression) {
        String rest =
                RANGE.matcher(STRING.matcher(expression).replaceAll("\"\"")).replaceAll("");
        Set<String> labels = new TreeSet<>();
        GROUPING.matcher(rest).results().forEach(grouping -> labels.addAll(words(grouping.group(1))));
        Map<String, Set<String>> metrics = new TreeMap<>();
        Matcher name = NAME.matcher(GROUPING.matcher(rest).replaceAll(" "));
        while (name.find()) {
            String tail = name.group(2) == null ? "" : name.group(2);
            if (!tail.equals("(")
                    && !OPERATORS.contains(name.group(1))
                    && !name.group(1).isEmpty()) {
                Set<String> matched = metrics.computeIfAbsent(name.group(1), metric -> new TreeSet<>());
                if (tail.startsWith("{")) {
                    matched.addAll(words(tail.substring(1, tail.length() - 1).replaceAll("[!=~\"]", "")));
                }
            }
        }
        return new PromQl(metrics, labels);
    }

    private static Set<String> words(String list) {
        Set<String> words = new TreeSet<>();
        Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        return words;
    }
}
