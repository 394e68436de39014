package dev.caravan.embedded;

import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** What Matomo stores of a visit, an event and an action: column to value. The same input always gives the same row. */
final class MatomoRows {

    private static final DateTimeFormatter DATETIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Shape shape;

    MatomoRows(Shape shape) {
        this.shape = shape;
    }

    SortedMap<String, @Nullable Object> site(int idsite, String name, String mainUrl) {
        SortedMap<String, @Nullable Object> row = new TreeMap<>();
        row.put("idsite", idsite);
        row.put("name", name);
        row.put("main_url", mainUrl);
        row.put("timezone", "UTC");
        row.put("currency", "USD");
        row.put("type", "website");
        return row;
    }

    SortedMap<String, @Nullable Object> visit(Visit visit) {
        SortedMap<String, @Nullable Object> row = new TreeMap<>();
        row.put("idvisit", visit.idvisit() == 0 ? null : visit.idvisit());
        row.put("idsite", visit.idsite());
        row.put("visit_first_action_time", datetime(visit.first()));
        row.put("visit_last_action_time", datetime(visit.last()));
        row.put(
                "visit_total_time",
                Math.max(0, Duration.between(visit.first(), visit.last()).toSeconds()));
        row.put("visit_total_actions", visit.totalActions());
        row.put("visit_total_interactions", visit.totalActions());
        row.put("visitor_count_visits", 1);
        row.put("visitor_returning", 0);
        row.put(shape.version() == 3 ? "visitor_days_since_first" : "visitor_seconds_since_first", 0);
        row.put("location_country", visit.country());
        if (shape.version() == 5) {
            row.put("profilable", 1);
        }
        addPersonalData(row, visit);
        return row;
    }

    private static void addPersonalData(SortedMap<String, @Nullable Object> row, Visit visit) {
        long scrambled = scramble(visit.idvisit());
        row.put("idvisitor", visitor(visit.idvisit()));
        row.put("config_id", bytes(scramble(scrambled)));
        row.put("location_ip", address(scrambled));
        row.put("user_id", MatomoTables.userId(visit.idvisit()));
        row.put("referer_type", 3);
        row.put("referer_name", "referrer.example.org");
        row.put("referer_url", MatomoTables.refererUrl(visit.idvisit()));
        row.put("visitor_localtime", TIME.format(visit.first().minus(Duration.ofHours(5))));
        row.put("config_browser_name", (scrambled & 1) == 0 ? "CH" : "FF");
        row.put("config_os", (scrambled & 2) == 0 ? "WIN" : "AND");
        row.put("config_resolution", (scrambled & 2) == 0 ? "1920x1080" : "360x800");
        row.put("location_city", "City " + Math.floorMod(scrambled, 50L));
        row.put("location_latitude", Math.floorMod(scrambled, 90L));
        row.put("location_longitude", -Math.floorMod(scrambled, 180L));
    }

    SortedMap<String, @Nullable Object> event(Event event, ActionIds actions) {
        SortedMap<String, @Nullable Object> row = new TreeMap<>(event.columns());
        row.put("idlink_va", event.idlinkVa() == 0 ? null : event.idlinkVa());
        row.put("idsite", event.idsite());
        row.put("idvisit", event.idvisit());
        row.put("idvisitor", visitor(event.idvisit()));
        row.put("server_time", datetime(event.serverTime()));
        row.put("idaction_url", idactionUrl(event, actions));
        return row;
    }

    private static @Nullable Long idactionUrl(Event event, ActionIds actions) {
        if (event.idaction() != null) {
            return event.idaction();
        }
        return event.actionType() == null && event.url() == null
                ? null
                : (Long) actions.of(event.url(), event.actionType(), event.urlPrefix());
    }

    /** @param idaction null lets the database choose */
    SortedMap<String, @Nullable Object> action(
            @Nullable Long idaction, @Nullable String name, @Nullable Integer type, @Nullable Integer urlPrefix) {
        SortedMap<String, @Nullable Object> row = new TreeMap<>();
        row.put("idaction", idaction);
        row.put("name", name);
        row.put("hash", hash(name));
        row.put("type", type);
        row.put("url_prefix", urlPrefix);
        return row;
    }

    /** Matomo's hash of an action's name; 0 without a name. */
    static long hash(@Nullable String name) {
        CRC32 crc = new CRC32();
        if (name != null) {
            crc.update(name.getBytes(StandardCharsets.UTF_8));
        }
        return crc.getValue();
    }

    private static String datetime(Instant time) {
        return DATETIME.format(time);
    }

    private static byte[] visitor(long idvisit) {
        return bytes(scramble(idvisit));
    }

    /** An address of the ranges kept for documentation, one in five of version 6. */
    private static byte[] address(long scrambled) {
        if (Math.floorMod(scrambled, 5) == 0) {
            return ByteBuffer.allocate(16)
                    .putInt(0x20010db8)
                    .putInt(0)
                    .putLong(scrambled)
                    .array();
        }
        int network = Math.floorMod(scrambled, 2) == 0 ? 0xC6336400 : 0xCB007100;
        return ByteBuffer.allocate(4)
                .putInt(network | Math.floorMod(scrambled, 256))
                .array();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** SplitMix64's finaliser: different numbers stay different. */
    private static long scramble(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
