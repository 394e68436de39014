package dev.caravan.embedded;

import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Matomo database, made and filled by JDBC: the tables that usage statistics read, with Matomo's keys and some of
 * the personal data that must never leave it.
 *
 * <p>Every visit carries a visitor id, an address, a configuration id, a referrer and a user id, so that a test can
 * look for them where they must not be; see {@link #userId} and {@link #refererUrl}. Times are written as UTC literals,
 * whatever the zone of the JVM or the session, and cut to whole seconds as Matomo does.
 *
 * <p>Not safe for use by many threads. Failures are {@link IllegalStateException}s. The connection stays open.
 */
public final class MatomoTables {

    private final Connection connection;
    private final Shape shape;
    private final MatomoRows rows;

    public MatomoTables(Connection connection, Shape shape) {
        this.connection = connection;
        this.shape = shape;
        this.rows = new MatomoRows(shape);
    }

    /** Drops and creates site, log_visit, log_link_visit_action and log_action. */
    public void create() {
        new MatomoDdl(shape).statements().forEach(sql -> Sql.execute(connection, sql));
    }

    public void site(int idsite, String name, String mainUrl) {
        Sql.insert(connection, shape.table("site"), rows.site(idsite, name, mainUrl));
    }

    /** @return the visit's idvisit */
    public long visit(Visit visit) {
        long key = Sql.insert(connection, shape.table("log_visit"), rows.visit(visit));
        return visit.idvisit() == 0 ? key : visit.idvisit();
    }

    /** @return the event's idlink_va */
    public long event(Event event) {
        long key = Sql.insert(connection, shape.table("log_link_visit_action"), rows.event(event, this::action));
        return event.idlinkVa() == 0 ? key : event.idlinkVa();
    }

    /**
     * The row of log_action with this name, type and prefix, made if it is not there.
     *
     * @return its idaction
     */
    public long action(@Nullable String name, @Nullable Integer type, @Nullable Integer urlPrefix) {
        String sql = "select idaction from " + shape.table("log_action")
                + " where type <=> ? and hash = ? and url_prefix <=> ? and name <=> ?";
        List<@Nullable Object> key = Arrays.asList(type, MatomoRows.hash(name), urlPrefix, name);
        List<Long> found = Sql.query(connection, sql, key, row -> row.getLong(1));
        return found.isEmpty()
                ? Sql.insert(connection, shape.table("log_action"), rows.action(null, name, type, urlPrefix))
                : found.get(0);
    }

    /** The fast way to write many rows; nobody else may write to the tables until it is closed. */
    public MatomoBulk bulk() {
        return new MatomoBulk(connection, shape);
    }

    /** The user_id of a visit: a text that must be found nowhere outside Matomo. */
    public static String userId(long idvisit) {
        return "reader-" + idvisit + "@example.org";
    }

    /** The referer_url of a visit: a text that must be found nowhere outside Matomo. */
    public static String refererUrl(long idvisit) {
        return "https://referrer.example.org/private/" + idvisit;
    }

    /**
     * What an installation looks like.
     *
     * @param prefix of all tables, such as {@code matomo_}; empty allowed
     * @param version 3, 4 or 5: names of columns changed in 4, {@code profilable} is only made for 5
     * @param customVariables slots, on both log tables; 0 where the plugin is not installed
     * @param customDimensions columns, on both log tables
     */
    public record Shape(String prefix, int version, int customVariables, int customDimensions) {

        public Shape {
            if (!prefix.matches("[a-z0-9_]*")) {
                throw new IllegalArgumentException("Prefix of tables is not [a-z0-9_]*: " + prefix);
            }
            if (version < 3 || version > 5) {
                throw new IllegalArgumentException("Matomo " + version + " is not 3, 4 or 5");
            }
        }

        public static Shape matomo5() {
            return new Shape("matomo_", 5, 10, 5);
        }

        String table(String name) {
            return "`" + prefix + name + "`";
        }
    }

    /**
     * @param idvisit 0 lets the database choose
     * @param country as stored: lower case, {@code xx} when unknown
     */
    public record Visit(
            long idvisit,
            int idsite,
            Instant first,
            Instant last,
            @Nullable Integer totalActions,
            @Nullable String country) {}

    /**
     * A row of log_link_visit_action.
     *
     * @param idlinkVa 0 lets the database choose
     * @param idaction idaction_url as it is to be stored, for example 0 or one that does not exist; null takes it from
     *     type, URL and prefix, and is stored as NULL when type and URL are null as well
     * @param actionType 1 page, 2 outlink, 3 download, 8 site search, 10 event
     * @param url as stored: pages without scheme and {@code www.}, others whole; null with a type is an action without
     *     a name
     * @param urlPrefix 0 http://, 1 http://www., 2 https://, 3 https://www.; null for other than pages
     * @param columns further columns and their values, such as {@code custom_var_v1}; a name that is not
     *     {@code [a-z0-9_]+} is refused when the event is written
     */
    public record Event(
            long idlinkVa,
            int idsite,
            long idvisit,
            Instant serverTime,
            @Nullable Long idaction,
            @Nullable Integer actionType,
            @Nullable String url,
            @Nullable Integer urlPrefix,
            Map<String, String> columns) {

        public Event {
            columns = Map.copyOf(columns);
        }

        public static Event view(int idsite, long idvisit, Instant at, String url, Map<String, String> columns) {
            return new Event(0, idsite, idvisit, at, null, 1, url, 2, columns);
        }

        public static Event outlink(int idsite, long idvisit, Instant at, String url, Map<String, String> columns) {
            return new Event(0, idsite, idvisit, at, null, 2, url, null, columns);
        }

        public static Event download(int idsite, long idvisit, Instant at, String url, Map<String, String> columns) {
            return new Event(0, idsite, idvisit, at, null, 3, url, null, columns);
        }

        /** Stored with idaction_url NULL, as Matomo does for site searches. */
        public static Event withoutUrl(int idsite, long idvisit, Instant at, Map<String, String> columns) {
            return new Event(0, idsite, idvisit, at, null, null, null, null, columns);
        }

        /** Stored with the idaction_url given, whether there is such an action or not. */
        public static Event pointingAt(
                long idaction, int idsite, long idvisit, Instant at, Map<String, String> columns) {
            return new Event(0, idsite, idvisit, at, idaction, null, null, null, columns);
        }

        public Event numbered(long newIdlinkVa, long newIdvisit) {
            return new Event(
                    newIdlinkVa, idsite, newIdvisit, serverTime, idaction, actionType, url, urlPrefix, columns);
        }

        public Event at(Instant newServerTime) {
            return new Event(idlinkVa, idsite, idvisit, newServerTime, idaction, actionType, url, urlPrefix, columns);
        }

        public Event with(String column, String value) {
            Map<String, String> more = new TreeMap<>(columns);
            more.put(column, value);
            return new Event(idlinkVa, idsite, idvisit, serverTime, idaction, actionType, url, urlPrefix, more);
        }
    }
}
