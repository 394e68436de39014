package dev.caravan.migration;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in our settings what a {@code config.ini} of the original says, the processor's or its REST service's. Secrets
 * become references to the environment.
 */
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

    /** Of the processor, which the REST service's file does not have. */
    private static final Set<String> SECTIONS = Set.of("GENERAL", "OUTPUT", "MATOMO_DB", "S3_STATS");

    private final Taken file;

    private LaReferenciaConfig(Taken file) {
        this.file = file;
    }

    /**
     * @param text of the processor's file, or of the REST service's
     * @throws IllegalArgumentException when it is no file of configparser's
     */
    public static Translation translate(String text) {
        Taken file = new Taken(PythonIni.parse(text).values());
        LaReferenciaConfig config = new LaReferenciaConfig(file);
        if (file.hasAny(SECTIONS) || !file.hasAny(RestServiceConfig.SECTIONS)) {
            config.compatible();
        }
        config.matomo();
        config.objects();
        config.rules();
        config.index();
        config.rest();
        new RestServiceConfig(file).translate();
        return file.translation();
    }

    /** @param text of the file, in UTF-8 */
    public static Translation translate(byte[] text) {
        return translate(new String(text, StandardCharsets.UTF_8));
    }

    private void compatible() {
        file.put("usage.compat", "v1.0");
        file.note(
                "usage.compat = v1.0: figures as the original's 1.0; without it those that docs/usage.md calls mended");
    }

    private void matomo() {
        String host = file.take("MATOMO_DB.HOST");
        String database = file.take("MATOMO_DB.DATABASE");
        if (HOST.matcher(host).matches() && DATABASE.matcher(database).matches()) {
            file.put("matomo.jdbc.url", "jdbc:mysql://" + host + ":3306/" + database);
            file.note("matomo.jdbc.url: for TLS add ?sslMode=VERIFY_IDENTITY; the original had none");
        } else if (!host.isEmpty() || !database.isEmpty()) {
            file.problem("MATOMO_DB.HOST and .DATABASE are no host and name of a database; set matomo.jdbc.url");
        }
        file.put("matomo.jdbc.user", file.take("MATOMO_DB.USERNAME"));
        file.secret("matomo.jdbc.password", "MATOMO_PASSWORD", file.take("MATOMO_DB.PASSWORD"), "MATOMO_DB.PASSWORD");
    }

    private void objects() {
        String visits = folder(file.take("S3_STATS.VISITS_PATH"));
        String events = folder(file.take("S3_STATS.EVENTS_PATH"));
        String parent = visits.replaceFirst("/visits$", "");
        if (!visits.isEmpty() && visits.equals(parent + "/visits") && events.equals(parent + "/events")) {
            String bucket = parent.replaceFirst("/.*", "");
            file.put("s3.bucket", bucket);
            file.set("s3.prefix", parent.equals(bucket) ? "" : parent.substring(bucket.length() + 1));
            file.put("s3.path-style", "false");
            file.note("s3.*: credentials come from the environment, as before; set s3.region, and for another server"
                    + " than AWS s3.endpoint and s3.path-style = true");
        } else if (!visits.isEmpty() || !events.isEmpty()) {
            file.problem(
                    "S3_STATS.VISITS_PATH and .EVENTS_PATH must be the folders visits and events of one folder"
                            + " (<bucket>/<prefix>/visits, …/events): move the objects, or extract anew to an s3.prefix of its own");
        }
    }

    /** The original read it and put nothing there. */
    private void logs(String path) {
        String bucket = file.property("s3.bucket");
        if (!path.isEmpty() && path.startsWith(bucket + "/")) {
            file.put("s3.logs-prefix", path.substring(bucket.length() + 1));
        } else if (!path.isEmpty()) {
            file.problem("S3_LOGS.LOGS_PATH is no folder of the bucket with the data; set s3.logs-prefix to one");
        }
    }

    private void rules() {
        file.put("usage.robots.rule", file.take("ROBOTS_FILTER.QUERY_STR").replaceAll("\\s*\\R\\s*", " "));
        String regex = file.take("ASSETS_FILTER.REGEX");
        if (!regex.isEmpty()) {
            // the original matches from the start; a blank would part two patterns
            file.put("usage.assets.v1-pattern", "^(?:" + regex.replace(" ", "\\x20") + ")");
        }
    }

    private void index() {
        String url = file.take("OUTPUT.ELASTIC_URL");
        Matcher elastic = ELASTIC.matcher(url);
        if (elastic.matches()) {
            String scheme = Objects.requireNonNullElse(elastic.group(1), "http");
            String port = Objects.requireNonNullElse(elastic.group(5), scheme.equals("https") ? "443" : "80");
            file.put("opensearch.url", scheme + "://" + elastic.group(4) + ":" + port);
            file.put("opensearch.user", Objects.requireNonNullElse(elastic.group(2), ""));
            file.secret(
                    "opensearch.password",
                    "OPENSEARCH_PASSWORD",
                    Objects.requireNonNullElse(elastic.group(3), ""),
                    "OUTPUT.ELASTIC_URL's password");
        } else if (!url.isEmpty()) {
            file.problem("OUTPUT.ELASTIC_URL is no scheme://user:password@host:port; set opensearch.url and .user");
        }
        file.put("opensearch.index-prefix", file.take("OUTPUT.INDEX_PREFIX"));
        file.note("opensearch.index-prefix: index under another one first, then './caravan index cut-over'"
                + " (docs/migrating-from-lareferencia.md)");
    }

    private void rest() {
        if (!file.take("USAGE_STATS_DB.SQLALCHEMY_DATABASE_URI").isEmpty()) {
            file.note("USAGE_STATS_DB: export its table source as CSV for './caravan sources import'; the ledger is a"
                    + " database of its own: set ledger.jdbc.url and .user, and export LEDGER_PASSWORD");
        }
        logs(folder(file.take("S3_LOGS.LOGS_PATH")));
        if (!file.take("PROCESSING.CHUNK_SIZE").isEmpty()) {
            file.note("PROCESSING.CHUNK_SIZE: not needed, memory does not grow with a day; matomo.rows-per-part is the"
                    + " size of a file");
        }
        if (!file.take("GENERAL.LOGS_BUCKET").isEmpty()) {
            file.note("GENERAL.LOGS_BUCKET: was never read");
        }
        FIXED.forEach((key, fixed) -> {
            String value = file.take(key).replaceAll("\\s", "");
            if (!value.isEmpty() && !value.equals(fixed)) {
                file.problem(key + " has another value than " + fixed + ", which cannot be changed here");
            }
        });
    }

    private static String folder(String path) {
        return path.replaceFirst("^s3://", "").replaceAll("/+$", "");
    }
}
