package dev.caravan.usage;

import dev.caravan.dataset.DerivedColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as Parquet in any of the forms that data sets of the field have.
 *
 * @param identifierColumn where an event's identifier goes
 * @param time how timestamps are stored
 * @param doubles columns of integers that are stored as doubles, as pandas does when one is null
 * @param missing columns that the file lacks
 * @param derived columns of events that the file has beside the raw ones
 */
record PartFile(
        String identifierColumn, Time time, Set<String> doubles, Set<String> missing, List<DerivedColumn> derived) {

    private static final int JULIAN_EPOCH = 2_440_588;

    enum Time {
        INT96,
        MILLIS,
        MICROS,
        NANOS
    }

    private enum Kind {
        NUMBER,
        TIME,
        TEXT,
        BOOLEAN
    }

    private record Column(String name, Kind kind) {}

    static PartFile of(String identifierColumn) {
        return new PartFile(identifierColumn, Time.MICROS, Set.of(), Set.of(), List.of());
    }

    PartFile with(Time other) {
        return new PartFile(identifierColumn, other, doubles, missing, derived);
    }

    PartFile withDoubles(String... columns) {
        return new PartFile(identifierColumn, time, Set.of(columns), missing, derived);
    }

    PartFile without(String... columns) {
        return new PartFile(identifierColumn, time, doubles, Set.of(columns), derived);
    }

    /** @param columns of the URL or of the identifier */
    PartFile with(List<DerivedColumn> columns) {
        return new PartFile(identifierColumn, time, doubles, missing, columns);
    }

    void events(Path file, List<PlainEvent> events) {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("idlink_va", Kind.NUMBER),
                new Column("idvisit", Kind.NUMBER),
                new Column("server_time", Kind.TIME),
                new Column("action_type", Kind.NUMBER),
                new Column("action_url", Kind.TEXT),
                new Column("custom_var_v2", Kind.TEXT),
                new Column(identifierColumn, Kind.TEXT)));
        derived.forEach(column ->
                columns.add(new Column(column.name(), Kind.valueOf(column.type().name()))));
        write(file, columns, events.stream().map(this::row).toList());
    }

    private List<@Nullable Object> row(PlainEvent event) {
        List<@Nullable Object> row = row(
                event.idlinkVa(),
                event.idvisit(),
                event.serverTime(),
                event.actionType() == null ? null : event.actionType().longValue(),
                event.url(),
                event.customVar2(),
                event.identifier());
        derived.forEach(column ->
                row.add(column.rule().apply(column.raw().equals("action_url") ? event.url() : event.identifier())));
        return row;
    }

    void visits(Path file, List<PlainVisit> visits) {
        List<Column> columns = List.of(
                new Column("idvisit", Kind.NUMBER),
                new Column("visit_first_action_time", Kind.TIME),
                new Column("visit_last_action_time", Kind.TIME),
                new Column("visit_total_actions", Kind.NUMBER),
                new Column("location_country", Kind.TEXT));
        write(
                file,
                columns,
                visits.stream()
                        .map(visit -> row(
                                visit.idvisit(), visit.first(), visit.last(), visit.totalActions(), visit.country()))
                        .toList());
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value);
        }
        return row;
    }

    private void write(Path file, List<Column> columns, List<List<@Nullable Object>> rows) {
        MessageType schema = new MessageType(
                "rows",
                columns.stream()
                        .filter(column -> !missing.contains(column.name()))
                        .map(this::type)
                        .toList());
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build()) {
            for (List<@Nullable Object> row : rows) {
                Group group = new SimpleGroup(schema);
                for (int i = 0; i < columns.size(); i++) {
                    Object value = row.get(i);
                    if (value != null && !missing.contains(columns.get(i).name())) {
                        add(group, columns.get(i), value);
                    }
                }
                writer.write(group);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Type type(Column column) {
        return switch (column.kind()) {
            case TEXT ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
            case NUMBER ->
                Types.optional(doubles.contains(column.name()) ? PrimitiveTypeName.DOUBLE : PrimitiveTypeName.INT64)
                        .named(column.name());
            case TIME ->
                time == Time.INT96
                        ? Types.optional(PrimitiveTypeName.INT96).named(column.name())
                        : Types.optional(PrimitiveTypeName.INT64)
                                .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.valueOf(time.name())))
                                .named(column.name());
        };
    }

    private void add(Group group, Column column, Object value) {
        if (value instanceof Instant instant) {
            switch (time) {
                case INT96 -> group.add(column.name(), int96(instant));
                case MILLIS -> group.add(column.name(), instant.toEpochMilli());
                case MICROS -> group.add(column.name(), instant.getEpochSecond() * 1_000_000);
                case NANOS -> group.add(column.name(), instant.getEpochSecond() * 1_000_000_000);
            }
        } else if (value instanceof Long number) {
            if (doubles.contains(column.name())) {
                group.add(column.name(), number.doubleValue());
            } else {
                group.add(column.name(), number.longValue());
            }
        } else if (value instanceof Boolean truth) {
            group.add(column.name(), truth.booleanValue());
        } else {
            group.add(column.name(), value.toString());
        }
    }

    private static Binary int96(Instant instant) {
        long day = Math.floorDiv(instant.getEpochSecond(), 86_400L);
        long nanos = Math.floorMod(instant.getEpochSecond(), 86_400L) * 1_000_000_000;
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(nanos).putInt((int) (day + JULIAN_EPOCH));
        return Binary.fromConstantByteArray(bytes.array());
    }
}
