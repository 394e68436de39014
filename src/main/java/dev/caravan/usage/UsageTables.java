package dev.caravan.usage;

import dev.caravan.dataset.DatasetReader;
import dev.caravan.engine.Sql;
import dev.caravan.engine.SqlSession;
import dev.caravan.engine.SqlSession.ColumnType;
import dev.caravan.run.Period;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.IdentifierMap;
import dev.caravan.sources.Source;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;

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
                IdentifierMap.read(settings.mapDir(), source).entrySet());
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
}
