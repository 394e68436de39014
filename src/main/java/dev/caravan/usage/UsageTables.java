package dev.caravan.usage;

import dev.caravan.dataset.DatasetReader;
import dev.caravan.dataset.DerivedColumn;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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
        long rowsIn = readEvents(session, fetched, source);
        readVisits(session, fetched);
        return rowsIn;
    }

    /** The parts in groups by the derived columns that they bring along in our version; what they lack is computed. */
    private long readEvents(SqlSession session, DatasetReader.Fetched fetched, Source source) {
        String identifier = columns.of(source.type());
        List<DerivedColumn> derived = new DerivedColumns(settings, columns).of(source);
        Map<Set<String>, List<Path>> groups = fetched.events().stream()
                .collect(Collectors.groupingBy(
                        part -> usable(fetched.derived().getOrDefault(part, Map.of()), derived),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (groups.isEmpty()) {
            groups.put(Set.of(), List.of());
        }
        long rows = 0;
        List<String> ids = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (Map.Entry<Set<String>, List<Path>> group : groups.entrySet()) {
            String parts = "event_parts_" + (selects.size() + 1);
            // what a manifest names has every column
            boolean known = groups.keySet().stream().anyMatch(names -> !names.isEmpty());
            rows += readGroup(session, parts, group.getValue(), group.getKey(), identifier, !known);
            ids.add("select idlink_va from " + parts);
            boolean mapped = group.getKey().contains(DerivedColumns.MAPPED);
            if (!mapped) {
                raw.add("select " + identifier + " as identifier from " + parts);
            }
            selects.add("select idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, " + identifier
                    + " as identifier, "
                    + (group.getKey().contains(DerivedColumns.ASSET)
                            ? DerivedColumns.ASSET
                            : "case when action_url is not null then is_asset(action_url) end")
                    + " as asset, "
                    + (mapped
                            ? "coalesce(" + DerivedColumns.MAPPED + ", " + identifier + ") as mapped from " + parts
                            : "mapped_identifiers.mapped from " + parts
                                    + " left join mapped_identifiers on mapped_identifiers.raw = " + identifier));
        }
        if (!raw.isEmpty()) {
            session.rebind("raw_identifiers", String.join(" union all ", raw));
            session.store("mapped_identifiers", stages.text("mapped_identifiers"));
        }
        session.rebind("event_rows", String.join(" union all ", selects));
        if (fetched.legacy()) {
            session.rebind("event_ids", String.join(" union all ", ids));
            session.store("repeated_events", stages.text("repeated_events"));
        }
        session.rebind("events", stages.text(fetched.legacy() ? "read_events_legacy" : "read_events"));
        return rows;
    }

    private static Set<String> usable(Map<String, String> versions, List<DerivedColumn> derived) {
        return derived.stream()
                .filter(column -> column.version().equals(versions.get(column.name())))
                .map(DerivedColumn::name)
                .collect(Collectors.toSet());
    }

    private static long readGroup(
            SqlSession session,
            String name,
            List<Path> files,
            Set<String> derived,
            String identifier,
            boolean complete) {
        LinkedHashMap<String, ColumnType> stored = new LinkedHashMap<>();
        stored.put("idlink_va", ColumnType.LONG);
        stored.put("idvisit", ColumnType.LONG);
        stored.put("server_time", ColumnType.TIMESTAMP);
        stored.put("action_type", ColumnType.LONG);
        stored.put("action_url", ColumnType.TEXT);
        stored.put("custom_var_v2", ColumnType.TEXT);
        stored.put(identifier, ColumnType.TEXT);
        derived.forEach(column ->
                stored.put(column, column.equals(DerivedColumns.ASSET) ? ColumnType.BOOLEAN : ColumnType.TEXT));
        List<String> required = List.of("idvisit", "server_time", "action_type", "action_url", identifier);
        return session.read(name, files, stored, complete ? required : List.of());
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
