package dev.caravan;

import dev.caravan.alerts.AlertSettings;
import dev.caravan.api.HttpSettings;
import dev.caravan.dataset.DatasetSettings;
import dev.caravan.engine.EngineSettings;
import dev.caravan.matomo.MatomoSettings;
import dev.caravan.observe.ObserveSettings;
import dev.caravan.observe.RunLogSettings;
import dev.caravan.platform.Config;
import dev.caravan.platform.ConfigException;
import dev.caravan.reports.ReportSettings;
import dev.caravan.run.RunSettings;
import dev.caravan.search.SearchSettings;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.usage.UsageSettings;
import dev.caravan.visitfiles.VisitFilesSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The whole configuration, checked.
 *
 * @param roles what this instance does as a daemon
 * @param grace how long items in hand may go on after the signal to stop; in whole seconds
 * @param routes the folder of the YAML routes
 * @param workDir where files of work in progress lie
 * @param camel what the routes refer to by name, and Camel's own settings
 */
public record Settings(
        RunSettings run,
        DatasetSettings dataset,
        MatomoSettings matomo,
        UsageSettings usage,
        VisitFilesSettings visitFiles,
        SearchSettings search,
        EngineSettings engine,
        HttpSettings http,
        ReportSettings reports,
        AlertSettings alerts,
        ObserveSettings observe,
        RunLogSettings runLogs,
        IdentifierColumns columns,
        Set<Role> roles,
        Duration grace,
        Path routes,
        Path workDir,
        Properties camel) {

    /** @throws ConfigException with every problem at once */
    public static Settings from(Config config) {
        Properties camel = config.camel();
        camel.setProperty("matomo.cron", config.text("matomo.cron", "0 15 2 * * ?"));
        camel.setProperty("matomo.late-cron", config.text("matomo.late-cron", "0 0 2 * * ?"));
        camel.setProperty("matomo.days-back", Integer.toString(config.number("matomo.days-back", 7, 1, 400)));
        camel.setProperty("usage.cron", config.text("usage.cron", "0 45 2 * * ?"));
        camel.setProperty("usage.months-back", Integer.toString(config.number("usage.months-back", 2, 1, 24)));
        camel.setProperty("visitfiles.cron", config.text("visitfiles.cron", "0 0 2 * * ?"));
        camel.setProperty("visitfiles.report-cron", config.text("visitfiles.report-cron", "0 */5 * * * ?"));
        camel.setProperty("visitfiles.roll-over-cron", config.text("visitfiles.roll-over-cron", "0 5 0 * * ?"));
        camel.setProperty("visitfiles.recount-cron", config.text("visitfiles.recount-cron", "0 0 6 * * ?"));
        camel.setProperty("visitfiles.zone", config.text("visitfiles.zone", "America/Mexico_City"));
        camel.setProperty("alerts.cron", config.text("alerts.cron", "0 * * * * ?"));
        camel.setProperty("dataset.sweep-cron", config.text("s3.sweep-cron", "0 30 4 * * ?"));
        camel.setProperty("retry.remote.attempts", Integer.toString(config.number("retry.remote.attempts", 3, 0, 20)));
        camel.setProperty(
                "retry.remote.first-delay-ms",
                Integer.toString(config.number("retry.remote.first-delay-ms", 500, 1, 60_000)));
        camel.setProperty(
                "retry.remote.max-delay-ms",
                Integer.toString(config.number("retry.remote.max-delay-ms", 5000, 1, 600_000)));
        Settings settings = new Settings(
                RunSettings.from(config),
                DatasetSettings.from(config),
                MatomoSettings.from(config),
                UsageSettings.from(config),
                VisitFilesSettings.from(config),
                SearchSettings.from(config),
                EngineSettings.from(config),
                HttpSettings.from(config),
                ReportSettings.from(config),
                AlertSettings.from(config),
                ObserveSettings.from(config),
                RunLogSettings.from(config),
                IdentifierColumns.from(config),
                Role.from(config),
                config.duration("run.grace", "30s", "1s", "1h"),
                config.path("routes.dir", "routes"),
                config.path("work.dir", "work"),
                camel);
        config.check();
        camel.setProperty("s3.bucket", settings.dataset().bucket());
        return settings;
    }

    /** @param files of {@code --config}, later wins */
    public static Settings load(List<Path> files) {
        return from(Config.load(home(), files));
    }

    /** The folder of the installation: system property {@code caravan.home}, else the current one. */
    public static Path home() {
        return Path.of(System.getProperty("caravan.home", "")).toAbsolutePath().normalize();
    }
}
