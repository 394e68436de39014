package dev.caravan.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** SQL kept beside the code, under {@code src/main/resources/sql}. */
public final class SqlFile {

    private SqlFile() {}

    /**
     * @param name for example {@code run/claim.sql}
     * @return the file's text, comments included
     */
    public static String read(String name) {
        try (InputStream in = SqlFile.class.getResourceAsStream("/sql/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("No file sql/" + name + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
