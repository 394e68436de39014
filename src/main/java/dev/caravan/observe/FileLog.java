package dev.caravan.observe;

import dev.caravan.platform.Masked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.util.ReadOnlyStringMap;

/**
 * A text file that log lines are added to, each at once and whole: several processes may. No e-mail address gets into it.
 *
 * @param subject what every line names beside run, item and source: {@code id_carga=7 }, or nothing
 * @param bytes of this attempt so far
 */
record FileLog(Path path, ZoneId zone, String subject, AtomicLong bytes) {

    /** Of one attempt. What comes after is not kept. */
    static final int MAX_BYTES = 4_000_000;

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");
    private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n\\u2028\\u2029]+");

    /** Of what is about no file. */
    static FileLog ofDay(Path folder, LocalDate day, ZoneId zone) throws IOException {
        Path days = Files.createDirectories(folder.resolve(DAY.format(day)));
        return new FileLog(days.resolve("orchestrator_" + DAY.format(day) + ".log"), zone, "", new AtomicLong());
    }

    /**
     * The file's log of the day: of a second file with its name, one that has its id in its name.
     *
     * @param unit id_carga, a blank, and the file's name
     */
    static FileLog ofFile(Path folder, LocalDate day, ZoneId zone, String unit) throws IOException {
        Path days = Files.createDirectories(folder.resolve(DAY.format(day)));
        String id = unit.substring(0, unit.indexOf(' '));
        String name = unit.substring(id.length() + 1)
                .replaceAll("[^A-Za-z0-9._-]", "_")
                .replaceAll("[.]txt$", "");
        String first = "# id_carga " + id;
        Path path = days.resolve(name + ".log");
        try {
            Files.writeString(path, first + "\n", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            try (Stream<String> lines = Files.lines(path)) {
                if (!lines.findFirst().equals(Optional.of(first))) {
                    path = days.resolve(name + "__" + id + ".log");
                }
            }
        }
        return new FileLog(path, zone, "id_carga=" + id + " ", new AtomicLong());
    }

    void add(LogEvent event) throws IOException {
        byte[] line = line(event).getBytes(StandardCharsets.UTF_8);
        if (bytes.addAndGet(line.length) <= MAX_BYTES) {
            Files.write(path, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private String line(LogEvent event) {
        ReadOnlyStringMap context = event.getContextData();
        String stage = context.getValue("stage");
        String text = "%s %-5s run=%s item=%s source=%s %s%s%s"
                .formatted(
                        TIME.format(Instant.ofEpochMilli(event.getTimeMillis()).atZone(zone)),
                        event.getLevel(),
                        context.getValue("run"),
                        context.getValue("item"),
                        context.getValue("site"),
                        subject,
                        stage == null ? "" : "stage=" + stage + " ",
                        event.getMessage().getFormattedMessage());
        String one = LINE_ENDS.matcher(text).replaceAll(" ");
        return Masked.names(one) + "\n";
    }
}
