package dev.caravan.usage;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.caravan.engine.Sql;
import dev.caravan.engine.SqlSession;
import dev.caravan.platform.Config;
import dev.caravan.platform.PipelineException;
import dev.caravan.sources.IdentifierPattern;
import dev.caravan.sources.IdentifierRule;
import dev.caravan.sources.Source;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How usage is counted: each switch is one difference from the system that Caravan takes the place of, whose figures
 * {@code usage.compat = v1.0} gives. The stages call the rules as functions that {@link #define} makes.
 *
 * @param robots over a visit's columns
 * @param assetPatterns of the default rule, over the lower-case last segment of the URL's path
 * @param assetV1Pattern of the rule of v1.0, over the lower-case last nine characters of the URL
 * @param identifierPattern what an identifier must match as a whole; empty for no demand
 */
record UsageRules(
        Count count,
        Condition robots,
        Rule assets,
        List<String> assetPatterns,
        String assetV1Pattern,
        Rule identifiers,
        Blank blank,
        String identifierPattern,
        UnknownCountry unknownCountry,
        ItemCountry itemCountry) {

    private static final String ROBOTS = "visit_total_actions <= 10 or"
            + " (visit_total_actions > 10 and visit_total_actions < 100 and avg_action_time > 2)";

    /** A condition as it was configured, and as SQL; only the latter decides, and so is its text. */
    record Condition(String text, String sql) {

        @Override
        public String toString() {
            return sql;
        }
    }

    /** Whether identifiers are mapped before or after the visits' items are counted. */
    enum Count {
        AFTER_MAPPING,
        BEFORE_MAPPING
    }

    enum Rule {
        PATH,
        DEFAULT,
        V1_0;

        @Override
        public String toString() {
            return this == V1_0 ? "v1.0" : name();
        }
    }

    enum Blank {
        REJECT,
        KEEP
    }

    enum UnknownCountry {
        XX,
        NULL
    }

    /** Which event tells a regional item's country: the last in time, or the last in the order of the rows. */
    enum ItemCountry {
        TIME,
        ROW
    }

    static UsageRules from(Config config) {
        boolean v1 = config.parsed("usage.compat", "none", "none or v1.0", text -> {
            if (!text.equals("none") && !text.equals("v1.0")) {
                throw new IllegalArgumentException(text);
            }
            return text.equals("v1.0");
        });
        return new UsageRules(
                config.choice("usage.count", Count.class, v1 ? Count.BEFORE_MAPPING : Count.AFTER_MAPPING),
                config.parsed(
                        "usage.robots.rule",
                        ROBOTS,
                        "a condition (docs/usage.md)",
                        text -> new Condition(text, RobotsRule.toSql(text))),
                rule(config, "usage.assets.rule", v1, Rule.PATH),
                assetPatterns(config),
                pattern(config, "usage.assets.v1-pattern", "^(?:.[.][a-z]{3}[.](?:jpg|png)|[.]jpeg[.](?:jpg|png))$"),
                rule(config, "usage.identifiers.rule", v1, Rule.DEFAULT),
                config.choice("usage.identifiers.blank", Blank.class, v1 ? Blank.KEEP : Blank.REJECT),
                pattern(config, "usage.identifiers.pattern", ""),
                config.choice(
                        "usage.country.unknown", UnknownCountry.class, v1 ? UnknownCountry.NULL : UnknownCountry.XX),
                config.choice("usage.country.item", ItemCountry.class, v1 ? ItemCountry.ROW : ItemCountry.TIME));
    }

    /** Set to nothing, no URL is an asset. */
    private static List<String> assetPatterns(Config config) {
        String standard = "[.][a-z0-9]{2,5}[.](?:jpg|jpeg|png|txt)$";
        return config.textOrEmpty("usage.assets.patterns", standard).isEmpty()
                ? List.of()
                : patterns(config, "usage.assets.patterns", standard);
    }

    private static Rule rule(Config config, String key, boolean v1, Rule standard) {
        Rule rule = config.choice(key, Rule.class, v1 ? Rule.V1_0 : standard);
        if (rule != Rule.V1_0 && rule != standard) {
            config.problem(key + " = " + rule + ": expected " + standard + " or v1.0");
        }
        return rule;
    }

    /** Separated by blanks, because a pattern may hold a comma. */
    private static List<String> patterns(Config config, String key, String fallback) {
        return config.parsed(
                key, fallback, "patterns in RE2's dialect, separated by blanks", text -> Stream.of(text.split("\\s+"))
                        .filter(pattern -> !pattern.isEmpty())
                        .map(UsageRules::checked)
                        .toList());
    }

    private static String pattern(Config config, String key, String fallback) {
        return config.parsed(key, fallback, "a pattern in RE2's dialect", UsageRules::checked);
    }

    private static String checked(String pattern) {
        try {
            return Pattern.compile(pattern).pattern();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Every rule as one text: another text may give other figures. */
    String fingerprint() {
        return toString();
    }

    /** The setting that decides over a reason to drop an event; empty when none does. */
    String decides(String reason) {
        return switch (reason) {
            case "robot" -> "usage.robots.rule = " + robots.text();
            case "asset" ->
                assets == Rule.V1_0
                        ? "usage.assets.rule = v1.0, usage.assets.v1-pattern = " + assetV1Pattern
                        : "usage.assets.patterns = " + String.join(" ", assetPatterns);
            case "blank-identifier" -> "usage.identifiers.blank = reject";
            case "identifier-pattern" -> "usage.identifiers.pattern = " + identifierPattern;
            default -> "";
        };
    }

    /**
     * Makes the functions that the stages call.
     *
     * @throws PipelineException.Permanent {@code source-map} when the source's own rule cannot be used
     */
    void define(SqlSession session, Source source) {
        session.function("source_type", List.of(), Sql.literal(source.type().name()));
        session.function("source_country", List.of(), Sql.literal(source.countryIso()));
        session.function(
                "unknown_country", List.of(), unknownCountry == UnknownCountry.XX ? "'xx'" : "cast(null as varchar)");
        session.function(
                "item_order",
                List.of("event_time", "id"),
                itemCountry == ItemCountry.TIME ? "ordered_event(event_time, id)" : "coalesce(id, 0)");
        session.function("is_human", RobotsRule.PARAMETERS, robots.sql());
        session.function("is_asset", List.of("url"), assets == Rule.V1_0 ? assetV1() : asset());
        boolean apart = count == Count.BEFORE_MAPPING;
        session.function("spelling", List.of("raw"), apart ? "raw" : "cast(null as varchar)");
        session.function("spellings_apart", List.of(), String.valueOf(apart));
        session.function("mapped_identifier", List.of("id"), mapped(source));
        session.function("identifier_problem", List.of("id"), identifierProblem());
    }

    private String assetV1() {
        return "regexp_like(lower(right(url, 9)), " + Sql.literal(assetV1Pattern) + ")";
    }

    /** The last segment of the path, without scheme, host, query and fragment; empty when there is no path. */
    private String asset() {
        String segment = "replace_first(lower(url), '(?s)^(?:[a-z][a-z0-9+.-]*://)?[^/?#]*"
                + "(?:/(?:[^/?#]*/)*([^/?#]*))?(?:[?#].*)?$', '\\1')";
        return assetPatterns.isEmpty()
                ? "false"
                : assetPatterns.stream()
                        .map(pattern -> "regexp_like(" + segment + ", " + Sql.literal(pattern) + ")")
                        .collect(Collectors.joining(" or ", "(", ")"));
    }

    private String identifierProblem() {
        // what begins with a visible letter of ASCII, nearly all, is not blank; the comparison is cheap
        String blanks = blank == Blank.REJECT
                ? "when not (id >= '!' and id < '~') and regexp_like(id, '^[\\s\\p{Z}]*$') then 'blank-identifier' "
                : "";
        String pattern = identifierPattern.isEmpty()
                ? ""
                : "when not regexp_like(id, " + Sql.literal("^(?:" + identifierPattern + ")$")
                        + ") then 'identifier-pattern' ";
        return blanks.isEmpty() && pattern.isEmpty() ? "cast(null as varchar)" : "case " + blanks + pattern + "end";
    }

    private String mapped(Source source) {
        String own = "id";
        if (source.mapType() == 1) {
            IdentifierPattern pattern = IdentifierPattern.of(source);
            own = "replace_every(id, " + Sql.literal(pattern.regex()) + ", " + Sql.literal(pattern.replacement()) + ")";
        }
        return identifierRule().normalises(source) ? normalised(own) : own;
    }

    private String normalised(String id) {
        String sql = id;
        for (IdentifierRule.Normalisation step : identifierRule().normalisations()) {
            sql = "replace_first(" + sql + ", " + Sql.literal(step.pattern()) + ", "
                    + Sql.literal(step.replacement("\\")) + ")";
        }
        return sql;
    }

    IdentifierRule identifierRule() {
        return identifiers == Rule.V1_0 ? IdentifierRule.V1_0 : IdentifierRule.DEFAULT;
    }
}
