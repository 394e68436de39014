package dev.caravan.migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in our settings what a {@code config.ini} of the original says. Secrets become references to the environment. */
public final class LaReferenciaConfig {

    /** Which has no other value that both sides know. */
    private static final Map<String, String> FIXED = Map.of(
            "GENERAL.ACTIONS", "views,outlinks,downloads,conversions",
            "GENERAL.ACTIONS_ID", "1,2,3,-1",
            "LABELS.COUNTRY", "country",
            "LABELS.STATS_BY_COUNTRY", "stats_by_country",
            "LABELS.OAI_IDENTIFIER", "oai_identifier",
            "LABELS.ACTION_TYPE", "action_type",
            "LABELS.ID_VISIT", "idvisit");

    private static final Pattern ELASTIC =
            Pattern.compile("(?:(https?)://)?(?:([^:/@]*)(?::(.*))?@)?([A-Za-z0-9._-]+)(?::(\\d{1,5}))?/?");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern DATABASE = Pattern.compile("[\\w$-]+");

    private final Map<String, String> values;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private LaReferenciaConfig(Map<String, String> values) {
        this.values = values;
    }

    /**
     * @param text of the file
     * @throws IllegalArgumentException when it is no file of configparser's
     */
    public static Translation translate(String text) {
        LaReferenciaConfig config = new LaReferenciaConfig(PythonIni.parse(text).values());
        config.matomo();
        config.objects();
        config.rules();
        config.index();
        config.rest();
        return new Translation(config.properties, config.notes, config.problems);
    }

    /** @param text of the file, in UTF-8 */
    public static Translation translate(byte[] text) {
        return translate(new String(text, StandardCharsets.UTF_8));
    }

    private void matomo() {
        String host = take("MATOMO_DB.HOST");
        String database = take("MATOMO_DB.DATABASE");
        if (HOST.matcher(host).matches() && DATABASE.matcher(database).matches()) {
            properties.put("matomo.jdbc.url", "jdbc:mysql://" + host + ":3306/" + database);
            notes.add("matomo.jdbc.url: for TLS add ?sslMode=VERIFY_IDENTITY; the original had none");
        } else if (!host.isEmpty() || !database.isEmpty()) {
            problems.add("MATOMO_DB.HOST and .DATABASE are no host and name of a database; set matomo.jdbc.url");
        }
        put("matomo.jdbc.user", take("MATOMO_DB.USERNAME"));
        secret("matomo.jdbc.password", "MATOMO_PASSWORD", take("MATOMO_DB.PASSWORD"), "MATOMO_DB.PASSWORD");
    }

    private void objects() {
        String visits = folder(take("S3_STATS.VISITS_PATH"));
        String events = folder(take("S3_STATS.EVENTS_PATH"));
        String parent = visits.replaceFirst("/visits$", "");
        if (!visits.isEmpty() && visits.equals(parent + "/visits") && events.equals(parent + "/events")) {
            String bucket = parent.replaceFirst("/.*", "");
            properties.put("s3.bucket", bucket);
            properties.put("s3.prefix", parent.equals(bucket) ? "" : parent.substring(bucket.length() + 1));
            properties.put("s3.path-style", "false");
            notes.add("s3.*: credentials come from the environment, as before; set s3.region, and for another server"
                    + " than AWS s3.endpoint and s3.path-style = true");
        } else if (!visits.isEmpty() || !events.isEmpty()) {
            problems.add(
                    "S3_STATS.VISITS_PATH and .EVENTS_PATH must be the folders visits and events of one folder"
                            + " (<bucket>/<prefix>/visits, …/events): move the objects, or extract anew to an s3.prefix of its own");
        }
    }

    /** The original read it and put nothing there. */
    private void logs(String path) {
        String bucket = properties.getOrDefault("s3.bucket", "");
        if (!path.isEmpty() && path.startsWith(bucket + "/")) {
            properties.put("s3.logs-prefix", path.substring(bucket.length() + 1));
        } else if (!path.isEmpty()) {
            problems.add("S3_LOGS.LOGS_PATH is no folder of the bucket with the data; set s3.logs-prefix to one");
        }
    }

    private void rules() {
        properties.put("usage.compat", "v1.0");
        notes.add(
                "usage.compat = v1.0: figures as the original's 1.0; without it those that docs/usage.md calls mended");
        put("usage.robots.rule", take("ROBOTS_FILTER.QUERY_STR").replaceAll("\\s*\\R\\s*", " "));
        String regex = take("ASSETS_FILTER.REGEX");
        if (!regex.isEmpty()) {
            // the original matches from the start; a blank would part two patterns
            properties.put("usage.assets.v1-pattern", "^(?:" + regex.replace(" ", "\\x20") + ")");
        }
    }

    private void index() {
        String url = take("OUTPUT.ELASTIC_URL");
        Matcher elastic = ELASTIC.matcher(url);
        if (elastic.matches()) {
            String scheme = Objects.requireNonNullElse(elastic.group(1), "http");
            String port = Objects.requireNonNullElse(elastic.group(5), scheme.equals("https") ? "443" : "80");
            properties.put("opensearch.url", scheme + "://" + elastic.group(4) + ":" + port);
            put("opensearch.user", Objects.requireNonNullElse(elastic.group(2), ""));
            secret(
                    "opensearch.password",
                    "OPENSEARCH_PASSWORD",
                    Objects.requireNonNullElse(elastic.group(3), ""),
                    "OUTPUT.ELASTIC_URL's password");
        } else if (!url.isEmpty()) {
            problems.add("OUTPUT.ELASTIC_URL is no scheme://user:password@host:port; set opensearch.url and .user");
        }
        put("opensearch.index-prefix", take("OUTPUT.INDEX_PREFIX"));
        notes.add("opensearch.index-prefix: index under another one first, then './caravan index cut-over'"
                + " (docs/migrating-from-lareferencia.md)");
    }

    private void rest() {
        if (!take("USAGE_STATS_DB.SQLALCHEMY_DATABASE_URI").isEmpty()) {
            notes.add("USAGE_STATS_DB: export its table source as CSV for './caravan sources import'; the ledger is a"
                    + " database of its own: set ledger.jdbc.url and .user, and export LEDGER_PASSWORD");
        }
        logs(folder(take("S3_LOGS.LOGS_PATH")));
        if (!take("PROCESSING.CHUNK_SIZE").isEmpty()) {
            notes.add("PROCESSING.CHUNK_SIZE: not needed, memory does not grow with a day; matomo.rows-per-part is the"
                    + " size of a file");
        }
        if (!take("GENERAL.LOGS_BUCKET").isEmpty()) {
            notes.add("GENERAL.LOGS_BUCKET: was never read");
        }
        FIXED.forEach((key, fixed) -> {
            String value = take(key).replaceAll("\\s", "");
            if (!value.isEmpty() && !value.equals(fixed)) {
                problems.add(key + " has another value than " + fixed + ", which cannot be changed here");
            }
        });
        values.keySet().stream()
                .filter(key -> !seen.contains(key))
                .forEach(key -> problems.add(key + " is no key of the original's"));
    }

    private String take(String key) {
        seen.add(key);
        return values.getOrDefault(key, "").strip();
    }

    private void put(String key, String value) {
        if (!value.isEmpty()) {
            properties.put(key, value);
        }
    }

    private void secret(String key, String variable, String value, String origin) {
        if (!value.isEmpty()) {
            properties.put(key, "{{env:" + variable + ":}}");
            notes.add(key + ": export " + variable + "=… with the value of " + origin);
        }
    }

    private static String folder(String path) {
        return path.replaceFirst("^s3://", "").replaceAll("/+$", "");
    }
}
