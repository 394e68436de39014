package dev.caravan.visitfiles;

import dev.caravan.alerts.FileLimits;
import dev.caravan.platform.Config;
import dev.caravan.platform.PipelineException;
import dev.caravan.visitfiles.load.LoadSettings;
import dev.caravan.visitfiles.report.LayoutSettings;
import dev.caravan.visitfiles.report.ValidationSettings;
import dev.caravan.visitfiles.sftp.SftpSettings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Report files, from their sources to the database.
 *
 * @param sources by name; without one, none of this runs
 * @param folders on this machine
 * @param stable so long a file must not have changed before it is taken
 * @param patience how long a listing waits for files that still change
 * @param emptyGrace so long a file of 0 bytes is taken for one that is still to be written
 * @param removeRefused whether a file of another layout is removed at its source once a copy of it is kept
 * @param maxItems files loaded at once, over all instances
 * @param retryDays days after the first on which a file that failed is tried again by itself
 * @param catchUp whether a start makes good a listing whose time went by
 * @param minFree bytes that must be left free on the disk of the folders
 * @param retention how long zips and logs are kept
 * @param alerts when somebody is told
 */
public record VisitFilesSettings(
        Map<String, VisitSource> sources,
        LoadSettings load,
        LayoutSettings layouts,
        ValidationSettings validation,
        ReportFolders folders,
        Duration stable,
        Duration patience,
        Duration emptyGrace,
        boolean removeRefused,
        int maxItems,
        int retryDays,
        boolean catchUp,
        long minFree,
        Retention retention,
        FileLimits alerts) {

    public static VisitFilesSettings from(Config config) {
        LayoutSettings layouts = LayoutSettings.from(config);
        Map<String, VisitSource> sources = new TreeMap<>();
        for (String name : config.list("visitfiles.sources", "")) {
            if (name.matches("[a-z0-9-]{1,40}")) {
                sources.put(name, VisitSource.from(config, name, layouts));
            } else {
                config.problem("visitfiles.sources = " + name
                        + ": expected names of at most 40 small letters, digits and -, separated by commas");
            }
        }
        ValidationSettings validation = ValidationSettings.from(config);
        return new VisitFilesSettings(
                sources,
                LoadSettings.from(config),
                layouts,
                validation,
                new ReportFolders(config.path("visitfiles.dir", "work/visitfiles")),
                config.duration("visitfiles.stable-age", "60s", "1ms", "1d"),
                config.duration("visitfiles.stability-wait", "10m", "1ms", "1d"),
                config.duration("visitfiles.empty-grace", "15m", "1ms", "1d"),
                config.flag("visitfiles.layout.remove-refused", false),
                config.number("visitfiles.max-items", 4, 1, 8),
                config.number("visitfiles.retry-days", 2, 0, 30),
                config.flag("visitfiles.catch-up", true),
                config.parsed("visitfiles.min-free-bytes", "1073741824", "a whole number of bytes", Long::parseLong),
                Retention.from(config),
                FileLimits.from(config, sources.keySet(), validation.zone(), validation.errorRatio()));
    }

    /** @throws PipelineException.Permanent {@code visitfiles-source-unknown} */
    VisitSource source(String name) {
        VisitSource source = sources.get(name);
        if (source == null) {
            throw new PipelineException.Permanent(
                    "visitfiles-source-unknown", "'" + name + "' is not among visitfiles.sources: " + sources.keySet());
        }
        return source;
    }

    /** The folders on the sources' servers, by the sources' names. */
    public Map<String, SftpSettings> sites() {
        return sources.values().stream().collect(Collectors.toUnmodifiableMap(VisitSource::name, VisitSource::sftp));
    }
}
