package dev.caravan.usage;

import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.dataset.DerivedColumn;
import dev.caravan.engine.EngineSettings;
import dev.caravan.platform.Config;
import dev.caravan.run.Outcome;
import dev.caravan.run.Period;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the product's stages, in the order of {@code routes/usage.camel.yaml}, over parts on this disk; no servers. */
final class Stages {

    private final Path folder;
    private final PlainRules rules;
    private final @Nullable String prefix;
    private final boolean recovering;

    /** @param folder for the parts and the engine's spill; must be there */
    Stages(Path folder, PlainRules rules) {
        this(folder, rules, null, false);
    }

    private Stages(Path folder, PlainRules rules, @Nullable String prefix, boolean recovering) {
        this.folder = folder;
        this.rules = rules;
        this.prefix = prefix;
        this.recovering = recovering;
    }

    /** With an identifier_prefix in the source's row. */
    Stages prefixed(String identifierPrefix) {
        return new Stages(folder, rules, identifierPrefix, recovering);
    }

    /** With the identifiers that URLs propose. */
    Stages recovering() {
        return new Stages(folder, rules, prefix, true);
    }

    /**
     * @param lines documents in the canonical form, each ended by a line feed
     * @param counter their COUNTER figures, as {@link PlainCounter} writes them
     */
    record Result(String lines, String counter, SortedMap<String, Long> counts) {

        SortedMap<String, Long> dropped() {
            SortedMap<String, Long> dropped = new TreeMap<>();
            counts.forEach((name, amount) -> {
                if (name.startsWith(Outcome.DROPPED)) {
                    dropped.put(name.substring(Outcome.DROPPED.length()), amount);
                }
            });
            return dropped;
        }
    }

    String identifierColumn() {
        return rules.type().equals("R") ? "custom_var_v1" : "custom_var_v6";
    }

    /** Writes the rows as one legacy part each and runs the stages. */
    Result run(List<PlainEvent> events, List<PlainVisit> visits, Instant from, Instant to) {
        return run(written(events, visits), from, to);
    }

    private Fetched written(List<PlainEvent> events, List<PlainVisit> visits) {
        Path eventsPart = folder.resolve("events.parquet");
        Path visitsPart = folder.resolve("visits.parquet");
        PartFile.of(identifierColumn()).events(eventsPart, events);
        PartFile.of(identifierColumn()).visits(visitsPart, visits);
        return new Fetched(List.of(eventsPart), List.of(visitsPart), Map.of(), true, true, "");
    }

    Result run(List<Path> events, List<Path> visits, boolean legacy, Instant from, Instant to) {
        return run(new Fetched(events, visits, Map.of(), legacy, true, ""), from, to);
    }

    Result run(Fetched parts, Instant from, Instant to) {
        TreeMap<String, String> lines = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        TreeMap<String, String> counter = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        SortedMap<String, Long> counts = transform().run(source(), period(from, to), parts, folder, document -> {
            lines.put(document.identifier(), line(document) + "\n");
            document.statsByCountry().forEach(country -> {
                String cell = document.identifier() + " " + text(country.country());
                counter.put(cell, cell + " " + counter(country.metrics()) + "\n");
            });
        });
        return new Result(String.join("", lines.values()), String.join("", counter.values()), counts);
    }

    /** The numbers of the events that are left after double clicks. */
    Set<Long> clicks(List<PlainEvent> events, List<PlainVisit> visits, Instant from, Instant to) {
        Set<Long> left = events.stream().map(PlainEvent::idlinkVa).collect(Collectors.toCollection(TreeSet::new));
        transform().prepared(source(), period(from, to), written(events, visits), folder, job -> job.session()
                .query("select replaced from double_clicks", rows -> {
                    while (rows.next()) {
                        left.remove(rows.number(0));
                    }
                    return left;
                }));
        return left;
    }

    private Transform transform() {
        Transform transform = new Transform(config(), new EngineSettings(512, 2));
        return recovering ? transform.recovering() : transform;
    }

    private static Period period(Instant from, Instant to) {
        return new Period(LocalDate.ofInstant(from, ZoneOffset.UTC), LocalDate.ofInstant(to, ZoneOffset.UTC));
    }

    private static String counter(Metrics metrics) {
        return "%d %d %d %d"
                .formatted(
                        metrics.totalItemInvestigations(),
                        metrics.uniqueItemInvestigations(),
                        metrics.totalItemRequests(),
                        metrics.uniqueItemRequests());
    }

    private static String text(@Nullable String country) {
        return country == null ? "" : country;
    }

    /** The rows as {@link #run} takes them, for a look at what the stages make of them. */
    <T> T look(List<PlainEvent> events, List<PlainVisit> visits, Period period, Function<UsageLook, T> look) {
        return transform().look(source(), period, written(events, visits), folder, look);
    }

    /** The same with what the events' URLs propose, before the stages. */
    <T> T proposals(List<PlainEvent> events, List<PlainVisit> visits, Period period, Function<UsageLook, T> look) {
        return transform().proposals(source(), period, written(events, visits), folder, look);
    }

    static String line(UsageDocument document) {
        TreeMap<String, long[]> byCountry = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        document.statsByCountry()
                .forEach(country -> byCountry.put(text(country.country()), compatible(country.metrics())));
        long[] totals = compatible(document.metrics());
        return new PlainItem(
                        document.identifier(),
                        document.country(),
                        totals[0],
                        totals[1],
                        totals[2],
                        totals[3],
                        byCountry)
                .line();
    }

    private static long[] compatible(Metrics metrics) {
        return new long[] {metrics.views(), metrics.outlinks(), metrics.downloads(), metrics.conversions()};
    }

    /** What the extraction would write under these rules. */
    List<DerivedColumn> derived() {
        Config config = config();
        return new DerivedColumns(UsageSettings.from(config), IdentifierColumns.from(config)).of(source());
    }

    Source source() {
        return new Source(
                "TEST::48",
                "Test",
                Source.Type.valueOf(rules.type()),
                48,
                null,
                null,
                rules.countryIso(),
                prefix,
                rules.mapType(),
                rules.mapRegex(),
                rules.mapReplace(),
                "map.csv");
    }

    private Config config() {
        String map = rules.mapFile().entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue())
                .collect(Collectors.joining("\n"));
        String text = """
                usage.count = %s
                usage.assets.rule = %s
                usage.identifiers.rule = %s
                usage.identifiers.blank = %s
                usage.country.unknown = %s
                usage.country.item = %s
                usage.identifiers.map-dir = %s
                routes.dir = %s
                """.formatted(
                        rules.mapFirst() ? "after-mapping" : "before-mapping",
                        rules.assetsV1() ? "v1.0" : "path",
                        rules.identifiersV1() ? "v1.0" : "default",
                        rules.keepBlank() ? "keep" : "reject",
                        rules.nullCountryStays() ? "null" : "xx",
                        rules.countryInRowOrder() ? "row" : "time",
                        folder,
                        Path.of("routes").toAbsolutePath());
        try {
            Files.writeString(folder.resolve("map.csv"), map);
            Files.writeString(folder.resolve("application.properties"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Config.load(folder, List.of());
    }
}
