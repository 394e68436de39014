package dev.caravan.visitfiles;

import dev.caravan.platform.Config;
import dev.caravan.visitfiles.load.SameName;
import dev.caravan.visitfiles.report.Layout;
import dev.caravan.visitfiles.report.LayoutSettings;
import dev.caravan.visitfiles.report.ReportNames;
import dev.caravan.visitfiles.sftp.SftpSettings;
import java.nio.file.Path;

/**
 * A place that report files come from.
 *
 * @param name in the settings, in the ledger as the subject, and in the tables as fuente
 * @param layout what its files must look like
 * @param names which of its files are reports
 */
public record VisitSource(String name, SftpSettings sftp, Layout layout, ReportNames names, SameName sameName) {

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
                config.choice(prefix + "same-name", SameName.class, SameName.LOAD));
    }

    /** Where the server has a file. */
    String path(String file) {
        return Path.of(sftp.folder()).resolve(file).toString();
    }
}
