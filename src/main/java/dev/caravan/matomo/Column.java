package dev.caravan.matomo;

import dev.caravan.dataset.DerivedColumn;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One column of a part: reads its value from the result set's current row, and then writes it. The value stays between
 * the two, so a column belongs to one writer; and a derived column, which comes after those that it is made of, can take
 * theirs.
 */
interface Column {

    /** @return false for null, which is not written */
    boolean read(ResultSet row) throws SQLException;

    /** Writes the value that was read last. */
    void write(RecordConsumer to);

    /** How a driver gives a text in UTF-8. */
    interface Texts {

        byte @Nullable [] utf8(ResultSet row, int column) throws SQLException;
    }

    /** A way for drivers that give texts as strings alone; dearer. */
    static byte @Nullable [] encoded(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** A whole number of 32 or 64 bits. */
    final class Whole implements Column {

        private final int column;
        private final boolean wide;
        private long value;

        Whole(int column, boolean wide) {
            this.column = column;
            this.wide = wide;
        }

        @Override
        public boolean read(ResultSet row) throws SQLException {
            value = row.getLong(column);
            return value != 0 || !row.wasNull();
        }

        @Override
        public void write(RecordConsumer to) {
            if (wide) {
                to.addLong(value);
            } else {
                to.addInteger((int) value);
            }
        }
    }

    final class Text implements Column {

        private final int column;
        private final Texts texts;
        private byte @Nullable [] value;

        Text(int column, Texts texts) {
            this.column = column;
            this.texts = texts;
        }

        @Override
        public boolean read(ResultSet row) throws SQLException {
            byte[] utf8 = texts.utf8(row, column);
            value = utf8 == null ? null : wellFormed(utf8);
            return value != null;
        }

        /** MariaDB stores and sends half surrogate pairs, which are no UTF-8: readers of Parquet stop at them. */
        private static byte[] wellFormed(byte[] utf8) {
            int bits = 0;
            for (byte one : utf8) {
                bits |= one;
            }
            return bits >= 0 ? utf8 : new String(utf8, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        }

        @Nullable
        String text() {
            return value == null ? null : new String(value, StandardCharsets.UTF_8);
        }

        @Override
        public void write(RecordConsumer to) {
            to.addBinary(Binary.fromConstantByteArray(Objects.requireNonNull(value)));
        }
    }

    /** Computed from the text that was read before it. */
    final class Derived implements Column {

        private final Text raw;
        private final DerivedColumn definition;
        private @Nullable Object value;

        Derived(Text raw, DerivedColumn definition) {
            this.raw = raw;
            this.definition = definition;
        }

        @Override
        public boolean read(ResultSet row) {
            value = definition.rule().apply(raw.text());
            return value != null;
        }

        @Override
        public void write(RecordConsumer to) {
            switch (definition.type()) {
                case BOOLEAN -> to.addBoolean((Boolean) Objects.requireNonNull(value));
                case TEXT -> to.addBinary(Binary.fromString((String) Objects.requireNonNull(value)));
            }
        }
    }
}
