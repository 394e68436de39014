package dev.caravan.usage;

import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.dataset.DerivedColumn;
import dev.caravan.engine.SqlSession;
import dev.caravan.engine.SqlSession.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the parts of events the relation {@code events}. Parts fall into groups by the derived columns that they bring
 * along in the version of the rules at hand; what a group lacks is computed. For one thread.
 */
final class EventTables {

    private final SqlSession session;
    private final UsageStages stages;
    private final String identifier;

    /** @param identifier the column that holds the raw identifier */
    EventTables(SqlSession session, UsageStages stages, String identifier) {
        this.session = session;
        this.stages = stages;
        this.identifier = identifier;
    }

    /**
     * Parts with the same columns, readable under a name.
     *
     * @param derived the derived columns that can be used
     */
    private record Group(String name, List<Path> files, Set<String> derived) {}

    /** @return events in the parts, by their footers */
    long read(Fetched fetched, List<DerivedColumn> derived) {
        List<Group> groups = groups(fetched, derived);
        // a part with derived columns is one of ours and has every raw column
        boolean complete = groups.stream().anyMatch(group -> !group.derived().isEmpty());
        long rows = groups.stream().mapToLong(group -> read(group, !complete)).sum();

        List<Group> unmapped = groups.stream()
                .filter(group -> !has(group, DerivedColumns.MAPPED))
                .toList();
        if (!unmapped.isEmpty()) {
            session.rebind(
                    "raw_identifiers",
                    union(unmapped, group -> "select " + identifier + " as identifier from " + group.name()));
            session.store("mapped_identifiers", stages.text("mapped_identifiers"));
        }
        session.rebind("event_rows", union(groups, this::select));
        if (fetched.legacy()) {
            session.rebind("event_ids", union(groups, group -> "select idlink_va from " + group.name()));
            session.store("repeated_events", stages.text("repeated_events"));
        }
        session.rebind("events", stages.text(fetched.legacy() ? "read_events_legacy" : "read_events"));
        return rows;
    }

    private static List<Group> groups(Fetched fetched, List<DerivedColumn> derived) {
        Map<Set<String>, List<Path>> files = fetched.events().stream()
                .collect(Collectors.groupingBy(
                        part -> usable(fetched.derived().getOrDefault(part, Map.of()), derived),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (files.isEmpty()) {
            files.put(Set.of(), List.of());
        }
        List<Group> groups = new ArrayList<>();
        files.forEach((columns, parts) -> groups.add(new Group("event_parts_" + groups.size(), parts, columns)));
        return groups;
    }

    private static Set<String> usable(Map<String, String> versions, List<DerivedColumn> derived) {
        return derived.stream()
                .filter(column -> column.version().equals(versions.get(column.name())))
                .map(DerivedColumn::name)
                .collect(Collectors.toSet());
    }

    private static boolean has(Group group, String column) {
        return group.derived().contains(column);
    }

    private long read(Group group, boolean required) {
        LinkedHashMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("idlink_va", ColumnType.LONG);
        columns.put("idvisit", ColumnType.LONG);
        columns.put("server_time", ColumnType.TIMESTAMP);
        columns.put("action_type", ColumnType.LONG);
        columns.put("action_url", ColumnType.TEXT);
        columns.put("custom_var_v2", ColumnType.TEXT);
        columns.put(identifier, ColumnType.TEXT);
        if (has(group, DerivedColumns.ASSET)) {
            columns.put(DerivedColumns.ASSET, ColumnType.BOOLEAN);
        }
        if (has(group, DerivedColumns.MAPPED)) {
            columns.put(DerivedColumns.MAPPED, ColumnType.TEXT);
        }
        List<String> needed = List.of("idvisit", "server_time", "action_type", "action_url", identifier);
        return session.read(group.name(), group.files(), columns, required ? needed : List.of());
    }

    private String select(Group group) {
        boolean mapped = has(group, DerivedColumns.MAPPED);
        return "select idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, " + identifier
                + " as identifier, "
                + (has(group, DerivedColumns.ASSET)
                        ? DerivedColumns.ASSET
                        : "case when action_url is not null then is_asset(action_url) end")
                + " as asset, "
                + (mapped ? "coalesce(" + DerivedColumns.MAPPED + ", " + identifier + ")" : "mapped_identifiers.mapped")
                + " as mapped from " + group.name()
                + (mapped ? "" : " left join mapped_identifiers on mapped_identifiers.raw = " + identifier);
    }

    private static String union(List<Group> groups, Function<Group, String> select) {
        return groups.stream().map(select).collect(Collectors.joining(" union all "));
    }
}
