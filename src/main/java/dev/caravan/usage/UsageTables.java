package dev.caravan.usage;

import dev.caravan.dataset.DatasetReader;
import dev.caravan.engine.Sql;
import dev.caravan.engine.SqlSession;
import dev.caravan.engine.SqlSession.ColumnType;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Period;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.IdentifierPattern;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes fetched parts into the tables and functions that the stages expect. Stateless: safe for many threads. */
final class UsageTables {

    private final UsageSettings settings;
    private final UsageStages stages;
    private final IdentifierColumns columns;
    private final DerivedColumns derived;

    UsageTables(UsageSettings settings, UsageStages stages, IdentifierColumns columns) {
        this.settings = settings;
        this.stages = stages;
        this.columns = columns;
        this.derived = new DerivedColumns(settings, columns);
    }

    /** @return events in the parts, by their footers */
    long prepare(SqlSession session, Source source, Period period, DatasetReader.Fetched fetched) {
        settings.rules().define(session, source);
        session.function("period_from", List.of(), timestamp(period.from()));
        session.function("period_to", List.of(), timestamp(period.to()));
        session.store(
                "identifier_map",
                List.of("old_identifier", "new_identifier"),
                map(source).entrySet());
        readVisits(session, fetched);
        return new EventTables(session, stages, columns.of(source.type())).read(fetched, derived.of(source));
    }

    private void readVisits(SqlSession session, DatasetReader.Fetched fetched) {
        LinkedHashMap<String, ColumnType> stored = new LinkedHashMap<>();
        stored.put("idvisit", ColumnType.LONG);
        stored.put("visit_first_action_time", ColumnType.TIMESTAMP);
        stored.put("visit_last_action_time", ColumnType.TIMESTAMP);
        stored.put("visit_total_actions", ColumnType.LONG);
        stored.put("location_country", ColumnType.TEXT);
        session.read("visit_rows", fetched.visits(), stored, List.copyOf(stored.keySet()));
        session.store("repeated_visits", stages.text("repeated_visits"));
        session.store("visits", stages.text("read_visits"));
    }

    private static String timestamp(LocalDate day) {
        return "cast(" + Sql.literal(day + " 00:00:00") + " as timestamp)";
    }

    /** The source's map file: {@code old,new} a line, the first comma splits, a later line wins. */
    private Map<String, String> map(Source source) {
        Map<String, String> map = new LinkedHashMap<>();
        if (source.mapType() != 2) {
            return map;
        }
        try {
            Path file =
                    IdentifierPattern.mapFile(settings.mapDir(), Objects.requireNonNullElse(source.mapFilename(), ""));
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int comma = line.indexOf(',');
                if (comma >= 0) {
                    map.put(
                            line.substring(0, comma).strip(),
                            line.substring(comma + 1).strip());
                } else if (!line.isBlank()) {
                    throw new PipelineException.Permanent(
                            "source-map", file + ": the line '" + line.strip() + "' is not old,new");
                }
            }
            return map;
        } catch (IOException | IllegalArgumentException e) {
            throw new PipelineException.Permanent(
                    "source-map", source.sourceId() + ": the map file cannot be read: " + e.getMessage(), e);
        }
    }
}
