package dev.caravan.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be asked over HTTP: the operations of {@code openapi.yaml}, which a test holds to this list. */
public enum Operation {
    START_RUN("startRun", "POST", "/runs"),
    LIST_RUNS("listRuns", "GET", "/runs", "pipeline", "limit", "after"),
    GET_RUN("getRun", "GET", "/runs/{id}"),
    LIST_ITEMS("listItems", "GET", "/items", "run", "pipeline", "site", "state", "from", "to", "limit", "after"),
    GET_ITEM("getItem", "GET", "/items/{id}"),
    RETRY_ITEM("retryItem", "POST", "/items/{id}/retry"),
    CANCEL_ITEM("cancelItem", "POST", "/items/{id}/cancel"),
    ITEM_USAGE("itemUsage", "GET", "/items/{identifier}/usage", "source", "from", "to", "granularity", "by", "metrics"),
    SOURCE_USAGE("sourceUsage", "GET", "/sources/{id}/usage", "from", "to", "granularity", "by", "metrics"),
    TOP("top", "GET", "/top", "by", "metric", "level", "source", "from", "to", "limit"),
    ITEM_WIDGET(
            "itemWidget", "GET", "/report/itemWidget", "identifier", "source", "start_date", "end_date", "time_unit"),
    ITEM_WIDGET_BY_COUNTRY(
            "itemWidgetByCountry",
            "GET",
            "/report/itemWidgetByCountry",
            "identifier",
            "source",
            "start_date",
            "end_date",
            "limit"),
    REPOSITORY_WIDGET(
            "repositoryWidget", "GET", "/report/repositoryWidget", "source_id", "start_date", "end_date", "time_unit"),
    REPOSITORY_WIDGET_BY_COUNTRY(
            "repositoryWidgetByCountry",
            "GET",
            "/report/repositoryWidgetByCountry",
            "source_id",
            "start_date",
            "end_date",
            "limit"),
    LIST_DEAD_LETTERS("listDeadLetters", "GET", "/dead-letters", "pipeline", "site", "code", "limit", "after"),
    RETRY_DEAD_LETTER("retryDeadLetter", "POST", "/dead-letters/{id}/retry"),
    DISCARD_DEAD_LETTER("discardDeadLetter", "POST", "/dead-letters/{id}/discard"),
    EXPLAIN_ITEM("explainItem", "GET", "/items/{identifier}/explain", "site", "from", "to"),
    LIST_SOURCES("listSources", "GET", "/sources"),
    START_VISIT_RUN("startVisitRun", "POST", "/visitfiles/runs", "source"),
    LIST_VISIT_FILES("listVisitFiles", "GET", "/visitfiles/files", "day", "source", "status", "run", "limit", "after"),
    GET_VISIT_FILE("getVisitFile", "GET", "/visitfiles/files/{file}"),
    LIST_VISIT_ERRORS("listVisitErrors", "GET", "/visitfiles/files/{file}/errors", "code", "limit", "after"),
    RETRY_VISIT_FILE("retryVisitFile", "POST", "/visitfiles/files/{file}/retry"),
    REPLACE_VISIT_FILE("replaceVisitFile", "POST", "/visitfiles/files/{file}/replace"),
    WITHDRAW_VISIT_FILE("withdrawVisitFile", "POST", "/visitfiles/files/{file}/withdraw", "reason"),
    DISCARD_VISIT_FILE("discardVisitFile", "POST", "/visitfiles/files/{file}/discard", "reason"),
    GET_VISIT_REPORT("getVisitReport", "GET", "/visitfiles/report", "day", "month"),
    GET_FRESHNESS("getFreshness", "GET", "/freshness"),
    GET_STATUS("getStatus", "GET", "/status"),
    GET_CONTRACT("getContract", "GET", "/openapi.yaml");

    /** Where all paths begin but those of the widgets. */
    public static final String BASE = "/api/v1";

    private static final String WIDGETS = "/report/";

    private final String id;
    private final String method;
    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot change
    private final List<String> parameters;

    private final Pattern pattern;

    Operation(String id, String method, String path, String... parameters) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.parameters = List.of(parameters);
        this.pattern = Pattern.compile(url().replaceAll("[{]\\w+}", "([^/]+)").replace(".", "[.]"));
    }

    /** Its {@code operationId}; the route is {@code api.<id>}. */
    public String id() {
        return id;
    }

    public String method() {
        return method;
    }

    /** With {@code {id}} or another name in braces where something is named. */
    public String path() {
        return path;
    }

    /** The whole path. */
    String url() {
        return isWidget() ? path : BASE + path;
    }

    /** The whole path as a regular expression. */
    String pattern() {
        return pattern.pattern();
    }

    /** The names that its query may have. */
    public List<String> parameters() {
        return parameters;
    }

    /** Whether it changes something. */
    public boolean changes() {
        return !method.equals("GET");
    }

    /**
     * Whether it needs the operator's token also from this machine: it changes something, is a lot of work, or tells of
     * people.
     */
    boolean guarded() {
        return changes() || this == EXPLAIN_ITEM || this == LIST_VISIT_ERRORS;
    }

    /** Whether it is one of those that the widgets of LA Referencia ask, which send more than they need. */
    boolean isWidget() {
        return path.startsWith(WIDGETS);
    }

    /** Whether it answers with published figures. */
    boolean isReport() {
        return isWidget() || path.equals("/top") || path.endsWith("/usage");
    }

    boolean matches(String requested) {
        return pattern.matcher(requested).matches();
    }

    /** What a path of this operation names; empty when it names nothing. */
    Optional<String> named(String requested) {
        Matcher matcher = pattern.matcher(requested);
        return matcher.matches() && matcher.groupCount() == 1 ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
