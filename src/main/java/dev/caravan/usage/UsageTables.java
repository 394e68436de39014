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

    UsageTables(UsageSettings settings, UsageStages stages, IdentifierColumns columns) {
        this.settings = settings;
        this.stages = stages;
        this.columns = columns;
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
        long rowsIn = readEvents(session, fetched, columns.of(source.type()));
        readVisits(session, fetched);
        return rowsIn;
    }

    private long readEvents(SqlSession session, DatasetReader.Fetched fetched, String identifierColumn) {
        LinkedHashMap<String, ColumnType> stored = new LinkedHashMap<>();
        stored.put("idlink_va", ColumnType.LONG);
        stored.put("idvisit", ColumnType.LONG);
        stored.put("server_time", ColumnType.TIMESTAMP);
        stored.put("action_type", ColumnType.LONG);
        stored.put("action_url", ColumnType.TEXT);
        stored.put("custom_var_v2", ColumnType.TEXT);
        stored.put(identifierColumn, ColumnType.TEXT);
        long rows = session.read(
                "event_parts",
                fetched.events(),
                stored,
                List.of("idvisit", "server_time", "action_type", "action_url", identifierColumn));
        session.rebind(
                "event_rows",
                "select idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, " + identifierColumn
                        + " as identifier from event_parts");
        session.rebind("events", stages.text(fetched.legacy() ? "read_events_legacy" : "read_events"));
        return rows;
    }

    private void readVisits(SqlSession session, DatasetReader.Fetched fetched) {
        LinkedHashMap<String, ColumnType> stored = new LinkedHashMap<>();
        stored.put("idvisit", ColumnType.LONG);
        stored.put("visit_first_action_time", ColumnType.TIMESTAMP);
        stored.put("visit_last_action_time", ColumnType.TIMESTAMP);
        stored.put("visit_total_actions", ColumnType.LONG);
        stored.put("location_country", ColumnType.TEXT);
        session.read("visit_rows", fetched.visits(), stored, List.copyOf(stored.keySet()));
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
