package dev.caravan.visitfiles.report;

import dev.caravan.platform.Config;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/**
 * What rows must be like.
 *
 * @param zone of the business: says what now is for dates that have no zone
 * @param minDate an earlier date is an error
 * @param futureTolerance a date that is later than now by more is an error
 * @param badmail what becomes of a row with another word than HARD or SOFT
 * @param baja what becomes of a row with another word than SI or NO
 * @param exactDuplicates what becomes of a row that is in the file already, letter by letter
 * @param maxCount of opens and clicks; inclusive
 * @param emptyBrowser what becomes of an empty browser where something was opened
 * @param errorRatio of rows with errors to all rows, from 0 to 1; above it, the file has a warning
 */
public record ValidationSettings(
        ZoneId zone,
        LocalDate minDate,
        Duration futureTolerance,
        UnknownWord badmail,
        UnknownWord baja,
        Duplicate exactDuplicates,
        int maxCount,
        EmptyBrowser emptyBrowser,
        double errorRatio) {

    /** What becomes of a row with a word that is not expected. */
    public enum UnknownWord {
        REJECT,
        WARN,
        IGNORE;

        boolean rejects(boolean unknown) {
            return unknown && this == REJECT;
        }

        boolean warns(boolean unknown) {
            return unknown && this == WARN;
        }
    }

    /** What becomes of the second of two rows that are the same. */
    public enum Duplicate {
        KEEP,
        REJECT
    }

    /** How a browser that was not recognised is stored. */
    public enum EmptyBrowser {
        KEEP,
        NULL
    }

    public static ValidationSettings from(Config config) {
        return new ValidationSettings(
                zone(config),
                config.parsed(
                        "visitfiles.validation.min-date",
                        "2000-01-01",
                        "a date such as 2000-01-01",
                        ValidationSettings::date),
                config.duration("visitfiles.validation.future-tolerance", "24h"),
                config.choice("visitfiles.validation.badmail", UnknownWord.class, UnknownWord.WARN),
                config.choice("visitfiles.validation.baja", UnknownWord.class, UnknownWord.WARN),
                config.choice("visitfiles.validation.exact-duplicates", Duplicate.class, Duplicate.KEEP),
                config.number("visitfiles.validation.max-count", Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
                config.choice("visitfiles.validation.empty-browser", EmptyBrowser.class, EmptyBrowser.KEEP),
                config.parsed(
                        "visitfiles.alert.error-ratio", "0.05", "a number from 0 to 1", ValidationSettings::ratio));
    }

    /** The zone of the business. */
    public static ZoneId zone(Config config) {
        return config.parsed("visitfiles.zone", "America/Mexico_City", "a time zone such as Europe/Madrid", zone -> {
            try {
                return ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static double ratio(String text) {
        double ratio = Double.parseDouble(text);
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(text);
        }
        return ratio;
    }
}
