package dev.caravan.reports;

import dev.caravan.platform.Spreadsheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Figures, and how far they can be trusted.
 *
 * @param about what was asked for
 * @param columns of every row, in their order
 * @param complete whether all of the period is over and indexed, with no day missing
 * @param asOf when the last of these sites' figures were written; null when the ledger knows of none
 * @param latestPeriod the last complete month, or day, of all sites that are asked; null when there is none
 * @param rulesVersions of the documents; several while a change of the rules is under way
 */
public record Report(
        Map<String, Object> about,
        List<String> columns,
        List<Map<String, Object>> rows,
        boolean complete,
        @Nullable Instant asOf,
        @Nullable String latestPeriod,
        List<String> rulesVersions) {

    /** As JSON, field by field. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(about);
        json.put("complete", complete);
        json.put("as_of", asOf);
        json.put("latest_period", latestPeriod);
        json.put("rules_version", rulesVersions);
        json.put("rows", rows);
        return json;
    }

    /**
     * As CSV (RFC 4180) with a header; each row also says as_of, latest_period and rules_version. A text that a
     * spreadsheet would take for a formula has a {@code '} before it: identifiers are what anybody sends to a tracker.
     */
    public String csv() {
        List<String> header = new ArrayList<>(columns);
        header.addAll(List.of("as_of", "latest_period", "rules_version"));
        StringBuilder text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
            csv.printRecord(header);
            for (Map<String, Object> row : rows) {
                List<Object> values = new ArrayList<>();
                columns.forEach(column -> values.add(Spreadsheet.cell(row.get(column))));
                values.add(Objects.requireNonNullElse(asOf, ""));
                values.add(Objects.requireNonNullElse(latestPeriod, ""));
                values.add(String.join(" ", rulesVersions));
                csv.printRecord(values);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
