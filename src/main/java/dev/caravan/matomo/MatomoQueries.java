package dev.caravan.matomo;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.SqlFile;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The two queries, fitted to what this Matomo has: columns differ by version and plug-in (Matomo 3 to 5). Every column
 * is named; one that is missing and not needed is NULL.
 *
 * @param eventSchema of the rows of {@code events}, field by column
 */
record MatomoQueries(String events, String visits, Schema eventSchema, Schema visitSchema) {

    private static final Set<String> OPTIONAL = Set.of("custom_var_v1", "custom_var_v2", "custom_var_v6");

    /**
     * @param identifierColumns the columns that hold identifiers; only {@code own} must exist
     * @throws PipelineException.Permanent {@code matomo-schema} when a table or a column that is needed is missing
     */
    static MatomoQueries fitted(
            Connection connection, String prefix, Iterable<String> identifierColumns, Source.Type type, String own)
            throws SQLException {
        Set<String> present = columns(connection, prefix);
        String action = prefix + "log_link_visit_action.";
        if (!present.contains(action + own)) {
            throw new PipelineException.Permanent(
                    "matomo-schema",
                    "Matomo has no column " + action + own + ", which matomo.identifier-column." + type + " names");
        }
        Schema eventSchema = eventSchema(identifierColumns);
        List<String> events = new ArrayList<>();
        for (Schema.Field field : eventSchema.getFields()) {
            events.add(event(field.name(), present, prefix));
        }
        Schema visitSchema = schema("visits");
        List<String> visits = new ArrayList<>();
        for (Schema.Field field : visitSchema.getFields()) {
            require(present, prefix + "log_visit." + field.name());
            visits.add(field.name().endsWith("_time") ? micros("v." + field.name()) : "v." + field.name());
        }
        return new MatomoQueries(
                query("matomo/events.sql", prefix, events),
                query("matomo/visits.sql", prefix, visits),
                eventSchema,
                visitSchema);
    }

    private static String event(String column, Set<String> present, String prefix) {
        if (column.startsWith("action_")) {
            String name =
                    column.equals("action_url_prefix") ? "url_prefix" : column.equals("action_url") ? "name" : "type";
            require(present, prefix + "log_action." + name);
            return "a." + name;
        }
        String qualified = prefix + "log_link_visit_action." + column;
        boolean optional = OPTIONAL.contains(column) || column.startsWith("custom_");
        if (optional && !present.contains(qualified)) {
            return "null";
        }
        require(present, qualified);
        return switch (column) {
            case "server_time" -> micros("va.server_time");
            case "custom_var_v2" -> "left(va.custom_var_v2, 3)";
            default -> "va." + column;
        };
    }

    /** INVARIANT: computed from the digits that are stored, so no time zone of a session or a machine can touch it. */
    private static String micros(String column) {
        return "timestampdiff(microsecond, '1970-01-01', " + column + ")";
    }

    private static void require(Set<String> present, String qualified) {
        if (!present.contains(qualified)) {
            throw new PipelineException.Permanent(
                    "matomo-schema",
                    "Matomo has no column " + qualified + "; check matomo.table-prefix and the grants");
        }
    }

    private static String query(String file, String prefix, List<String> columns) {
        return SqlFile.read(file).replace("${prefix}", prefix).replace("${columns}", String.join(", ", columns));
    }

    private static Schema eventSchema(Iterable<String> identifierColumns) {
        Schema fixed = schema("events");
        List<Schema.Field> fields = new ArrayList<>();
        fixed.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        for (String column : identifierColumns) {
            if (fixed.getField(column) == null) {
                Schema text = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
                fields.add(new Schema.Field(column, text, null, Schema.Field.NULL_DEFAULT_VALUE));
            }
        }
        return Schema.createRecord(fixed.getName(), fixed.getDoc(), fixed.getNamespace(), false, fields);
    }

    private static Schema schema(String table) {
        try (InputStream in = MatomoQueries.class.getResourceAsStream("/schema/" + table + ".avsc")) {
            return new Schema.Parser().parse(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> columns(Connection connection, String prefix) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read("matomo/columns.sql"))) {
            statement.setString(1, prefix + "log_visit");
            statement.setString(2, prefix + "log_link_visit_action");
            statement.setString(3, prefix + "log_action");
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1) + "." + rows.getString(2).toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }
}
