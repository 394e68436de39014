package dev.caravan.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a bench.
 *
 * @param machine see {@link Machine}
 * @param differences results that should be the same and are not
 * @param samples all that was measured, for those who want to compute something else
 */
record Report(
        Map<String, String> machine,
        BenchOptions options,
        List<Row> rows,
        List<String> notes,
        List<String> differences,
        Samples samples) {

    private static final List<String> HEADER =
            List.of("measure", "variant", "figure", "median", "[min – max]", "n", "unit", "goal");

    /** For people. */
    String table() {
        List<List<String>> lines = new ArrayList<>(List.of(HEADER));
        rows.forEach(row -> lines.add(List.of(
                row.measure(),
                row.variant(),
                row.figure(),
                number(row.value().median()),
                "[" + number(row.value().min()) + " – " + number(row.value().max()) + "]",
                String.valueOf(row.value().n()),
                row.unit(),
                goal(row))));
        StringBuilder text = new StringBuilder();
        machine.forEach((name, value) -> text.append("%-18s %s%n".formatted(name, value)));
        text.append("%-18s %d%n%n".formatted("seed", options.seed()));
        lines.forEach(line -> text.append(aligned(line, lines)).append(System.lineSeparator()));
        text.append(System.lineSeparator());
        notes.forEach(note -> text.append(note).append(System.lineSeparator()));
        text.append(
                differences.isEmpty()
                        ? "All variants of a month gave the same results."
                        : "DEFECT: results differ:\n" + String.join("\n", differences));
        return text.append(System.lineSeparator()).toString();
    }

    private static String aligned(List<String> line, List<List<String>> all) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
            int column = i;
            int width = all.stream()
                    .mapToInt(other -> other.get(column).length())
                    .max()
                    .orElse(0);
            boolean right = i >= 3 && i <= 5;
            text.append(right ? " ".repeat(width - line.get(i).length()) : "")
                    .append(line.get(i))
                    .append(right ? "" : " ".repeat(width - line.get(i).length()))
                    .append("  ");
        }
        return text.toString().stripTrailing();
    }

    private static String goal(Row row) {
        return row.goal() == null ? "" : row.goal() + (row.goal().reached(row.value()) ? ": reached" : ": NOT reached");
    }

    /** Three digits that count. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** For machines: the rows, and every sample that they were made of. */
    void writeJson(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("options", options);
        json.put("rows", rows.stream().map(Report::json).toList());
        json.put("notes", notes);
        json.put("differences", differences);
        List<Map<String, Object>> measured = new ArrayList<>();
        samples.all().forEach((variant, rounds) -> measured.add(Map.of("variant", variant, "rounds", rounds)));
        json.put("samples", measured);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("measure", row.measure());
        json.put("variant", row.variant());
        json.put("figure", row.figure());
        json.put("unit", row.unit());
        json.put("median", row.value().median());
        json.put("min", row.value().min());
        json.put("max", row.value().max());
        json.put("n", row.value().n());
        if (row.goal() != null) {
            json.put("goal", row.goal().toString());
            json.put("reached", row.goal().reached(row.value()));
        }
        return json;
    }
}
