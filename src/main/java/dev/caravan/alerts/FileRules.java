package dev.caravan.alerts;

import static dev.caravan.alerts.Texts.count;
import static dev.caravan.alerts.Texts.listed;

import dev.caravan.alerts.FileAlert.Told;
import dev.caravan.platform.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Report files that somebody should know of: one cause an alert and source, of some also a day. A file whose item is dead
 * is told here and not as a dead letter, since it is tried again.
 */
final class FileRules implements AlertRule {

    private static final String RULE = "files";

    /** Of a copy or a removal that is still to be done. */
    private static final Duration PENDING = Duration.ofHours(24);

    private static final Duration QUARANTINE = Duration.ofDays(7);

    /** Events are looked at on so many days, today included. */
    private static final int EVENT_DAYS = 7;

    private static final String TEXT = """
            %s, %s: %s.

            %s
            What to do: %s
            """;

    private final NamedParameterJdbcTemplate sql;
    private final FileLimits limits;
    private final Clock clock;

    FileRules(JdbcTemplate sql, FileLimits limits, Clock clock) {
        this.sql = new NamedParameterJdbcTemplate(sql);
        this.limits = limits;
        this.clock = clock.withZone(limits.zone());
    }

    private record Finding(String key, String source, String what, boolean certain) {}

    @Override
    public List<Cause> causes() {
        return limits.sources().isEmpty()
                ? List.of()
                : Arrays.stream(FileAlert.values()).flatMap(this::causes).toList();
    }

    private Stream<Cause> causes(FileAlert alert) {
        Map<String, List<Finding>> findings = sql
                .query(
                        SqlFile.read("alerts/files/" + alert.word() + ".sql"),
                        parameters(),
                        (row, number) -> finding(alert, row))
                .stream()
                .collect(Collectors.groupingBy(Finding::key, LinkedHashMap::new, Collectors.toList()));
        return findings.values().stream().map(one -> cause(alert, one));
    }

    private Map<String, Object> parameters() {
        return Map.of(
                "sources", limits.sources(),
                "errorRatio", limits.errorRatio(),
                "emptyDays", limits.emptyDays(),
                "silentSince", ago(limits.silence()),
                "slowSince", ago(limits.slowness()),
                "pendingSince", ago(PENDING),
                "quarantineSince", ago(QUARANTINE),
                "eventsSince", utc(firstEventDay().atStartOfDay(limits.zone()).toInstant()));
    }

    private LocalDateTime ago(Duration time) {
        return utc(clock.instant().minus(time));
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private LocalDate firstEventDay() {
        return LocalDate.now(clock).minusDays(EVENT_DAYS - 1L);
    }

    private Finding finding(FileAlert alert, ResultSet row) throws SQLException {
        String source = row.getString("source");
        String key = RULE + "/" + alert.word() + "/" + source;
        if (alert.told != Told.ONCE) {
            Instant at = row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC);
            key += "/" + LocalDate.ofInstant(at, limits.zone());
        }
        return new Finding(key, source, row.getString("what"), row.getBoolean("certain"));
    }

    /** @param findings with the same key */
    private static Cause cause(FileAlert alert, List<Finding> findings) {
        Finding first = findings.get(0);
        String title = alert.title.formatted(count(findings.size(), "file"), first.source());
        return new Cause(
                first.key(),
                RULE,
                "visitfiles",
                alert.code + " " + alert.severity + ": " + title,
                TEXT.formatted(
                        alert.code,
                        alert.severity,
                        title,
                        listed(findings.stream().map(Finding::what).toList(), findings.size()),
                        alert.advice),
                findings.stream().anyMatch(Finding::certain));
    }

    @Override
    public boolean forgets(String cause) {
        return Arrays.stream(FileAlert.values())
                .filter(alert -> alert.told == Told.AS_EVENT)
                .filter(alert -> cause.startsWith(RULE + "/" + alert.word() + "/"))
                .anyMatch(alert -> LocalDate.parse(cause.substring(cause.lastIndexOf('/') + 1))
                        .isBefore(firstEventDay()));
    }
}
