package dev.caravan.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** SQL kept beside the tests, under {@code src/test/resources}. */
final class TestSql {

    private TestSql() {}

    /** @param name for example {@code bench/month.sql} */
    static String read(String name) {
        try (InputStream in = Objects.requireNonNull(TestSql.class.getResourceAsStream("/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
