package dev.caravan.engine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tables, views and functions of one work item. For one thread; closing it forgets everything.
 *
 * <p>SQL that an engine refuses comes as {@code PipelineException.Permanent} with the code {@code engine-sql}.
 */
public interface SqlSession extends AutoCloseable {

    /** What a column is read as, whatever a file stored it as. */
    enum ColumnType {
        LONG,
        TIMESTAMP,
        TEXT,
        BOOLEAN
    }

    /**
     * Makes Parquet files readable under a name, whatever their writer: INT96 and other timestamps, integers stored as
     * doubles, columns that a file lacks.
     *
     * @param files may be empty: the table then has no rows
     * @param columns name to type, in order; one that a file lacks is null in that file's rows
     * @param required those that at least one of the files must have, if there are files
     * @return the number of rows, from the files' footers
     */
    long read(String name, List<Path> files, LinkedHashMap<String, ColumnType> columns, List<String> required);

    /**
     * A function for the statements that follow; stays until it is made anew or the session ends.
     *
     * @param body an expression over the parameters
     */
    void function(String name, List<String> parameters, String body);

    /**
     * Binds {@code name} anew: statements that follow see {@code select} under it, {@code select} itself sees what was
     * bound before. A column {@code x_next} of {@code select} takes the place of its column {@code x}.
     */
    void rebind(String name, String select);

    /** Computes {@code select} now and keeps the rows under {@code name}. */
    void store(String name, String select);

    /** A stored table of two text columns. */
    void store(String name, List<String> columns, Iterable<Map.Entry<String, String>> rows);

    /**
     * @param rows called once, before the first row
     * @return what it returns
     */
    <T> T query(String select, Function<Rows, T> rows);

    /** A result, read from its first row to its last; columns are counted from 0. */
    interface Rows {

        /** Goes to the next row, the first at the first call; false after the last. */
        boolean next();

        @Nullable
        String text(int column);

        /** The value of a column that is a {@code bigint} and not null. */
        long number(int column);
    }

    /**
     * Ends the statement that runs, from any thread; does nothing when none runs. What it ends fails as if the engine
     * had refused it.
     */
    void cancel();

    @Override
    void close();
}
