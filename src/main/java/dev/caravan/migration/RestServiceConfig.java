package dev.caravan.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Says in our settings what the file of the original's REST service says, of its versions of 2024 and 2026. */
final class RestServiceConfig {

    /** Which no other file of the original's has. */
    static final Set<String> SECTIONS = Set.of("OPENSEARCH", "USAGE_STATS_INDEX", "CORS");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-zA-Z0-9.-]+(:\\d{1,5})?");
    private static final Set<String> YES = Set.of("1", "yes", "true", "on");

    private final Taken file;

    RestServiceConfig(Taken file) {
        this.file = file;
    }

    void translate() {
        index();
        cors();
        if (!file.take("USAGE_STATS_DB.HELPER_REFRESH_SECONDS").isEmpty()) {
            file.note(
                    "USAGE_STATS_DB.HELPER_REFRESH_SECONDS: not needed, the source table is read when it is asked for");
        }
    }

    private void index() {
        String host = file.take("OPENSEARCH.HOST");
        String port = file.take("OPENSEARCH.PORT");
        String scheme = yes("OPENSEARCH.SSL") ? "https" : "http";
        if (HOST.matcher(host).matches() && PORT.matcher(port).matches()) {
            file.put("opensearch.url", scheme + "://" + host + ":" + port);
        } else if (!host.isEmpty() || !port.isEmpty()) {
            file.problem("OPENSEARCH.HOST and .PORT are no host and port; set opensearch.url");
        }
        String user = file.take("OPENSEARCH.USER");
        file.put("opensearch.user", user);
        if (!user.isEmpty()) {
            file.note("opensearch.user: is used; the service of 2024 read it and did not");
        }
        file.secret(
                "opensearch.password", "OPENSEARCH_PASSWORD", file.take("OPENSEARCH.PASSWORD"), "OPENSEARCH.PASSWORD");
        file.put("opensearch.index-prefix", file.take("USAGE_STATS_INDEX.INDEX_PREFIX"));
    }

    /** The version of 2024 knows the file alone; that of 2026 is off unless ENABLED. */
    private void cors() {
        String enabled = file.take("CORS.ENABLED");
        String allowed = file.take("CORS.ALLOWED_ORIGINS");
        String filename = file.take("CORS.FILENAME");
        file.take("CORS.TRACK_ORIGINS_FILE");
        if (yes("CORS.TRACK_ORIGINS")) {
            file.problem("CORS.TRACK_ORIGINS: the origins that ask are not written down here");
        }
        boolean off = enabled.isEmpty() ? !allowed.isEmpty() : !yes("CORS.ENABLED");
        if (off) {
            file.note("CORS.ENABLED is not true: reports.cors.origins is left empty");
            return;
        }
        origins(allowed);
        if (!filename.isEmpty()) {
            file.problem("CORS.FILENAME: add the origins of that file, with commas, to reports.cors.origins");
        }
        if (!allowed.isEmpty() || !filename.isEmpty()) {
            file.note("reports.cors.origins: never with credentials; the original allowed them");
        }
    }

    private void origins(String allowed) {
        List<String> origins = new ArrayList<>();
        boolean others = false;
        for (String origin : allowed.split("[,\\s]+")) {
            String plain = origin.replaceFirst("/$", "");
            if (plain.equals("*") || ORIGIN.matcher(plain).matches()) {
                origins.add(plain);
            } else {
                others |= !plain.isEmpty();
            }
        }
        if (others) {
            file.problem("CORS.ALLOWED_ORIGINS has what is no origin (scheme://host:port): it is left out");
        }
        file.put("reports.cors.origins", origins.contains("*") ? "*" : String.join(",", origins));
    }

    private boolean yes(String key) {
        return YES.contains(file.take(key).toLowerCase(Locale.ROOT));
    }
}
