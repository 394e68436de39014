package dev.caravan.reports;

import dev.caravan.platform.Config;
import java.time.Duration;
import java.util.List;

/**
 * Who may read the reports, and how much one of them may ask for.
 *
 * @param open whether everybody may read them
 * @param origins of the web pages that may ask from a browser; {@code *}: all; empty: none
 * @param timeout of a search
 * @param concurrent reports made at once by this instance
 * @param maxAge how long an answer about months that are over may be kept by others
 * @param mostYears of one report
 */
public record ReportSettings(
        boolean open, List<String> origins, Duration timeout, int concurrent, Duration maxAge, int mostYears) {

    public static ReportSettings from(Config config) {
        return new ReportSettings(
                config.flag("reports.public", true),
                config.parsed(
                        "reports.cors.origins",
                        "",
                        "origins such as https://www.example.org, or *",
                        text -> origins(text)),
                config.duration("reports.timeout", "20s", "100ms", "10m"),
                config.number("reports.max-concurrent", 8, 1, 1000),
                config.duration("reports.max-age", "1h", "1s", "365d"),
                config.number("reports.max-years", 30, 1, 1000));
    }

    private static List<String> origins(String text) {
        List<String> origins = List.of(text.split(",")).stream()
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        for (String origin : origins) {
            if (!origin.matches("https?://[a-zA-Z0-9.-]+(:\\d{1,5})?") && !text.equals("*")) {
                throw new IllegalArgumentException(text);
            }
        }
        return origins;
    }
}
