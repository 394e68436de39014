package dev.caravan.dataset;

import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One site's rows of one table and day: a folder of parts and the manifest that publishes them.
 *
 * @param table {@code events} or {@code visits}
 */
public record Partition(String table, int site, LocalDate day) {

    public static final String MANIFEST = "_manifest.json";

    private static final Pattern OURS = Pattern.compile("/part-\\d{8}T\\d{6}-[0-9a-f]{6}-\\d+-\\d{4}[.]parquet$");

    /** The folder of a whole month, which holds the days' folders: no padding, as the field's readers expect. */
    public static String month(String table, int site, LocalDate day) {
        return table + "/idsite=" + site + "/year=" + day.getYear() + "/month=" + day.getMonthValue() + "/";
    }

    /** Relative to the dataset's prefix, with a slash at its end. */
    public String folder() {
        return month(table, site, day) + "day=" + day.getDayOfMonth() + "/";
    }

    public String manifest() {
        return folder() + MANIFEST;
    }

    /** @param number from 1 */
    public String part(String run, int attempt, int number) {
        return folder() + String.format(Locale.ROOT, "part-%s-%d-%04d.parquet", run, attempt, number);
    }

    /** Whether a key has the form of {@link #part}: without a manifest that names it, such a part is garbage. */
    static boolean isOurPart(String key) {
        return OURS.matcher(key).find();
    }
}
