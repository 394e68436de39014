package dev.caravan.visitfiles;

import dev.caravan.platform.Config;
import dev.caravan.visitfiles.load.SameName;
import dev.caravan.visitfiles.report.Layout;
import dev.caravan.visitfiles.report.LayoutSettings;
import dev.caravan.visitfiles.report.ReportNames;
import dev.caravan.visitfiles.sftp.SftpSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place that report files come from.
 *
 * @param name in the settings, in the ledger as the subject, and in the tables as fuente
 * @param layout what its files must look like
 * @param names which of its files are reports
 * @param doneMarker whether a file {@code <name>.ok} says that the report {@code <name>} is whole
 */
public record VisitSource(
        String name,
        SftpSettings sftp,
        Layout layout,
        ReportNames names,
        SameName sameName,
        boolean doneMarker,
        Truncation truncation) {

    private static final String MARKER = ".ok";

    /** What becomes of a file whose last line has not all fields. */
    public enum Truncation {
        /** Loaded at once, with a warning. */
        LOAD,
        /** Loaded on the next day, if it is still the same then. */
        HOLD
    }

    static VisitSource from(Config config, String name, LayoutSettings layouts) {
        String prefix = "visitfiles.source." + name + ".";
        return new VisitSource(
                name,
                SftpSettings.from(config, prefix),
                config.parsed(
                        prefix + "layout", LayoutSettings.STANDARD, "a name of visitfiles.layouts", layouts::named),
                config.parsed(
                        prefix + "name-pattern",
                        ReportNames.USUAL,
                        "a pattern with the consecutive number as its first group",
                        ReportNames::new),
                config.choice(prefix + "same-name", SameName.class, SameName.LOAD),
                config.flag(prefix + "done-marker", false),
                config.choice(prefix + "truncation", Truncation.class, Truncation.LOAD));
    }

    /** The name of the file that says that this one is whole; empty when this source has none. */
    Optional<String> marker(String file) {
        return doneMarker ? Optional.of(file + MARKER) : Optional.empty();
    }

    /** Whether a name is that of a report's marker. */
    boolean isMarker(String file) {
        return doneMarker
                && file.endsWith(MARKER)
                && names.consecutive(file.substring(0, file.length() - MARKER.length()))
                        .isPresent();
    }

    /** Where the server has a file. */
    String path(String file) {
        return Path.of(sftp.folder()).resolve(file).toString();
    }
}
