package dev.caravan.visitfiles.load;

import dev.caravan.visitfiles.report.RowError;
import dev.caravan.visitfiles.report.RowSink;
import dev.caravan.visitfiles.report.VisitRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** A report as the validation hands it over: generated people only. */
record SampleFile(String name, Instant modified, List<VisitRow> valid, List<RowError> rejected) implements Rows {

    static final LocalDateTime SENT = LocalDateTime.parse("2013-02-08T18:30");

    /** Rows from line 2 on, each {@code name} or {@code name date}. */
    static SampleFile of(String name, String... visits) {
        List<VisitRow> rows = new ArrayList<>();
        for (String visit : visits) {
            String[] parts = visit.split(" ");
            rows.add(row(rows.size() + 2, parts[0], parts.length == 1 ? SENT : LocalDateTime.parse(parts[1])));
        }
        return new SampleFile(name, Instant.parse("2013-02-19T12:00:00Z"), rows, List.of());
    }

    /** People {@code from} to {@code to}, one row each. */
    static SampleFile people(String name, int from, int to) {
        return of(
                name,
                IntStream.rangeClosed(from, to).mapToObj(i -> "persona" + i).toArray(String[]::new));
    }

    static VisitRow row(int line, String person, LocalDateTime sent) {
        return active(line, person, sent, 0, 0, List.of());
    }

    static VisitRow active(int line, String person, LocalDateTime sent, int opens, int clicks, List<String> warnings) {
        boolean opened = opens > 0;
        return new VisitRow(
                line,
                person + "@example.com",
                null,
                opened ? null : "HARD",
                null,
                sent,
                opened ? sent.minusHours(2) : null,
                opens,
                0,
                clicks > 0 ? sent.plusDays(40) : null,
                clicks,
                0,
                clicks > 0 ? "0" : null,
                opened ? "192.0.2.16,192.0.2.17" : null,
                opened ? "" : null,
                opened ? "Win7,unknown" : null,
                warnings);
    }

    static RowError error(int line, String original) {
        return new RowError(line, List.of("R-03", "R-06"), "email", "mal@", "No e-mail address", original);
    }

    /** The same with a text of so many characters in each row. */
    SampleFile wide(int characters) {
        List<VisitRow> rows = valid.stream()
                .map(row -> new VisitRow(
                        row.line(),
                        row.email(),
                        "x".repeat(characters),
                        row.badmail(),
                        row.baja(),
                        row.sent(),
                        row.opened(),
                        row.opens(),
                        row.viralOpens(),
                        row.clicked(),
                        row.clicks(),
                        row.viralClicks(),
                        row.links(),
                        row.ips(),
                        row.browsers(),
                        row.platforms(),
                        row.warnings()))
                .toList();
        return new SampleFile(name, modified, rows, rejected);
    }

    SampleFile with(VisitRow... more) {
        List<VisitRow> rows = new ArrayList<>(valid);
        rows.addAll(List.of(more));
        return new SampleFile(name, modified, rows, rejected);
    }

    SampleFile with(RowError... errors) {
        return new SampleFile(name, modified, valid, List.of(errors));
    }

    SampleFile named(String other) {
        return new SampleFile(other, modified, valid, rejected);
    }

    SampleFile touched() {
        return new SampleFile(name, modified.plusSeconds(86_400), valid, rejected);
    }

    @Override
    public void into(RowSink sink) {
        valid.forEach(sink::valid);
        rejected.forEach(sink::rejected);
    }

    long lines() {
        return valid.size() + rejected.size();
    }

    String hash() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((valid + "\n" + rejected).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    DiscoveredFile discovered() {
        return new DiscoveredFile("web", name, 7L, "/home/vinkOS/" + name, lines(), modified, "1");
    }
}
