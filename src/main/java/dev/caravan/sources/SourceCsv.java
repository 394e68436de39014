package dev.caravan.sources;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Reads a sources file: CSV in UTF-8 whose header names columns of the {@code source} table. */
public final class SourceCsv {

    private SourceCsv() {}

    /**
     * @return the lines, not yet checked by {@link SourceLint}
     * @throws IllegalArgumentException with a sentence when the file is no such CSV
     */
    public static List<SourceRow> read(Path file) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = format.parse(reader)) {
            List<String> header = parser.getHeaderNames().stream()
                    .map(name -> name.replace("\uFEFF", ""))
                    .toList();
            checkHeader(header);
            List<SourceRow> rows = new ArrayList<>();
            for (CSVRecord record : parser) {
                rows.add(row(parser.getCurrentLineNumber(), header, record));
            }
            return rows;
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UncheckedIOException e) {
            throw unreadable(file, Objects.requireNonNull(e.getCause()));
        }
    }

    private static IllegalArgumentException unreadable(Path file, IOException e) {
        String reason = e instanceof CharacterCodingException ? "it is not in UTF-8" : e.getMessage();
        return new IllegalArgumentException("Cannot read " + file + ": " + reason, e);
    }

    private static void checkHeader(List<String> header) {
        for (String required : SourceRow.REQUIRED) {
            if (!header.contains(required)) {
                throw new IllegalArgumentException("The header has no column " + required + "; it has " + header);
            }
        }
        for (String name : header) {
            if (!SourceRow.COLUMNS.contains(name)) {
                throw new IllegalArgumentException(
                        "The column '" + name + "' is not known; the columns are " + SourceRow.COLUMNS);
            }
        }
    }

    private static SourceRow row(long line, List<String> header, CSVRecord record) {
        if (record.size() != header.size()) {
            throw new IllegalArgumentException(
                    "Line " + line + " has " + record.size() + " fields, the header " + header.size());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String value = record.get(i);
            boolean numeric = header.get(i).equals("identifier_map_type");
            values.put(header.get(i), value.isEmpty() ? (numeric ? "0" : null) : value);
        }
        return new SourceRow(line, values);
    }
}
