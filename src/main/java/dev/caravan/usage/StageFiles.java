package dev.caravan.usage;

import dev.caravan.platform.ConfigException;
import dev.caravan.platform.SqlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The stages' SQL by name: an operator's file in {@code routes/usage}, or ours in {@code sql/usage}. */
final class StageFiles {

    private static final Pattern NAMED =
            Pattern.compile("\\b(?:filter|view|table)\\(\\s*\\$\\{body}\\s*,\\s*'([^']*)'");
    private static final Pattern COMMENT = Pattern.compile("(?m)(?:^|(?<=\\s))#.*$");

    /** What runs before and after the stages that the routes name; an operator may replace these too. */
    private static final List<String> FRAME = List.of(
            "mapped_identifiers",
            "repeated_events",
            "read_events",
            "read_events_legacy",
            "repeated_visits",
            "read_visits",
            "items",
            "counts",
            "visit_counts");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,40}");

    private final Path ownDir;

    StageFiles(Path ownDir) {
        this.ownDir = ownDir;
    }

    /** @throws IllegalArgumentException when there is no such stage */
    String text(String stage) {
        if (!NAME.matcher(stage).matches()) {
            throw new IllegalArgumentException("'" + stage + "' is no name of a stage: a-z, 0-9 and _");
        }
        Path own = ownDir.resolve(stage + ".sql");
        try {
            return Files.isRegularFile(own) ? Files.readString(own) : SqlFile.read("usage/" + stage + ".sql");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a stage says of itself: the comment that its text begins with, up to an empty line of it; may be empty. */
    String title(String stage) {
        return text(stage)
                .lines()
                .takeWhile(line -> line.startsWith("-- "))
                .map(line -> line.substring(3).strip())
                .collect(Collectors.joining(" "))
                .replaceFirst("^" + stage + ":\\s*", "");
    }

    /**
     * The stages that a routes file names, each with its SQL, as one text: another text may give other figures.
     *
     * @throws ConfigException when the file cannot be read, or names a stage that is not there
     */
    String fingerprint(Path routes) {
        List<String> problems = new ArrayList<>();
        StringBuilder fingerprint = new StringBuilder();
        FRAME.forEach(fixed -> fingerprint.append(fixed).append('\n').append(text(fixed)));
        try {
            Matcher named =
                    NAMED.matcher(COMMENT.matcher(Files.readString(routes)).replaceAll(""));
            while (named.find()) {
                try {
                    fingerprint.append(named.group()).append('\n').append(text(named.group(1)));
                } catch (IllegalArgumentException e) {
                    problems.add(routes + " names the stage '" + named.group(1) + "': " + e.getMessage());
                }
            }
        } catch (IOException e) {
            problems.add("Cannot read " + routes + ", which names the stages (routes.dir): " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return fingerprint.toString();
    }
}
