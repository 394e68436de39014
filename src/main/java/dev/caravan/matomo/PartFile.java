package dev.caravan.matomo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * A part as a local file, of the columns and types that parquet-avro makes of the same Avro schema, which is in the
 * file's metadata too. Its encodings are chosen by what they cost to write.
 */
final class PartFile extends ParquetWriter.Builder<Row, PartFile> {

    /** Bytes; bounds the writer's memory. */
    private static final long ROW_GROUP = 16L << 20;

    private final Row row;

    private PartFile(OutputFile file, Row row) {
        super(file);
        this.row = row;
    }

    /** @param row the one that will be written, again and again */
    static ParquetWriter<Row> open(Path file, Row row) throws IOException {
        PartFile part = new PartFile(new LocalOutputFile(file), row)
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriterVersion(WriterVersion.PARQUET_2_0)
                .withRowGroupSize(ROW_GROUP)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE);
        for (Schema.Field field : row.schema().getFields()) {
            switch (Row.type(field)) {
                // ids and times come in about their order: differences are smaller than a dictionary, and cost less
                case LONG -> part.withDictionaryEncoding(field.name(), false);
                // nobody looks for the parts that have a text
                case STRING -> part.withStatisticsEnabled(field.name(), false);
                default -> {}
            }
        }
        return part.build();
    }

    @Override
    protected PartFile self() {
        return this;
    }

    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
        return new Support(row);
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
        return new Support(row);
    }

    /** Hands parquet-java the values without an object for a row or a field. */
    private static final class Support extends WriteSupport<Row> {

        private final WriteContext context;
        private RecordConsumer consumer;

        @SuppressWarnings("NullAway.Init") // parquet-java prepares before it writes
        Support(Row row) {
            this.context = new WriteContext(
                    new AvroSchemaConverter(new PlainParquetConfiguration()).convert(row.schema()),
                    Map.of("parquet.avro.schema", row.schema().toString()));
        }

        @Override
        @SuppressWarnings("deprecation")
        public WriteContext init(Configuration configuration) {
            return context;
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return context;
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            this.consumer = recordConsumer;
        }

        @Override
        public void write(Row row) {
            row.write(consumer);
        }
    }
}
