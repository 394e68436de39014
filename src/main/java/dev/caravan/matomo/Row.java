package dev.caravan.matomo;

import dev.caravan.dataset.DerivedColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.parquet.io.api.RecordConsumer;

/** The row that is being copied: one object for all rows, which each takes the place of the one before. */
final class Row {

    private final Schema schema;
    private final Column[] columns;
    private final String[] names;
    private final boolean[] present;

    /** @param columns one for each field of the schema, in its order */
    Row(Schema schema, List<Column> columns) {
        this.schema = schema;
        this.columns = columns.toArray(Column[]::new);
        this.names = schema.getFields().stream().map(Schema.Field::name).toArray(String[]::new);
        this.present = new boolean[names.length];
    }

    /**
     * Of a result set whose columns are the raw schema's fields, in order.
     *
     * @param derived columns that follow them
     */
    static Row of(Schema raw, Column.Texts texts, List<DerivedColumn> derived) {
        List<Schema.Field> fields = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Schema.Field field : raw.getFields()) {
            fields.add(new Schema.Field(field, field.schema()));
            columns.add(column(field, texts));
        }
        for (DerivedColumn column : derived) {
            fields.add(field(column));
            Column from = columns.get(raw.getField(column.raw()).pos());
            columns.add(new Column.Derived((Column.Text) from, column));
        }
        return new Row(Schema.createRecord(raw.getName(), raw.getDoc(), raw.getNamespace(), false, fields), columns);
    }

    private static Schema.Field field(DerivedColumn column) {
        Schema.Type type =
                switch (column.type()) {
                    case BOOLEAN -> Schema.Type.BOOLEAN;
                    case TEXT -> Schema.Type.STRING;
                };
        Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(type));
        return new Schema.Field(column.name(), nullable, null, Schema.Field.NULL_DEFAULT_VALUE);
    }

    private static Column column(Schema.Field field, Column.Texts texts) {
        int number = field.pos() + 1;
        return switch (type(field)) {
            case LONG -> new Column.Whole(number, true);
            case INT -> new Column.Whole(number, false);
            case STRING -> new Column.Text(number, texts);
            default -> throw new IllegalArgumentException(field.name() + " is a " + type(field));
        };
    }

    /** Of a field's values other than null. */
    static Schema.Type type(Schema.Field field) {
        return field.schema().getTypes().get(1).getType();
    }

    Schema schema() {
        return schema;
    }

    void read(ResultSet row) throws SQLException {
        for (int i = 0; i < columns.length; i++) {
            present[i] = columns[i].read(row);
        }
    }

    void write(RecordConsumer to) {
        to.startMessage();
        for (int i = 0; i < columns.length; i++) {
            if (present[i]) {
                to.startField(names[i], i);
                columns[i].write(to);
                to.endField(names[i], i);
            }
        }
        to.endMessage();
    }
}
