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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs the product's stages, in the order of {@code routes/usage.camel.yaml}, over parts on this disk; no servers. */
final class Stages {

    private final Path folder;
    private final PlainRules rules;

    /** @param folder for the parts and the engine's spill; must be there */
    Stages(Path folder, PlainRules rules) {
        this.folder = folder;
        this.rules = rules;
    }

    /** @param lines documents in the canonical form, each ended by a line feed */
    record Result(String lines, SortedMap<String, Long> counts) {

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
        PartFile.of(identifierColumn()).events(folder.resolve("events.parquet"), events);
        PartFile.of(identifierColumn()).visits(folder.resolve("visits.parquet"), visits);
        return run(
                List.of(folder.resolve("events.parquet")), List.of(folder.resolve("visits.parquet")), true, from, to);
    }

    Result run(List<Path> events, List<Path> visits, boolean legacy, Instant from, Instant to) {
        return run(new Fetched(events, visits, Map.of(), legacy, true, ""), from, to);
    }

    Result run(Fetched parts, Instant from, Instant to) {
        Period period = new Period(LocalDate.ofInstant(from, ZoneOffset.UTC), LocalDate.ofInstant(to, ZoneOffset.UTC));
        TreeMap<String, String> byIdentifier = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        SortedMap<String, Long> counts = new Transform(config(), new EngineSettings(512, 2))
                .run(
                        source(),
                        period,
                        parts,
                        folder,
                        document -> byIdentifier.put(document.identifier(), line(document)));
        StringBuilder lines = new StringBuilder();
        byIdentifier.values().forEach(line -> lines.append(line).append('\n'));
        return new Result(lines.toString(), counts);
    }

    /** The rows as {@link #run} takes them, for a look at what the stages make of them. */
    <T> T look(List<PlainEvent> events, List<PlainVisit> visits, Period period, Function<UsageLook, T> look) {
        PartFile.of(identifierColumn()).events(folder.resolve("events.parquet"), events);
        PartFile.of(identifierColumn()).visits(folder.resolve("visits.parquet"), visits);
        Fetched parts = new Fetched(
                List.of(folder.resolve("events.parquet")),
                List.of(folder.resolve("visits.parquet")),
                Map.of(),
                true,
                true,
                "");
        return new Transform(config(), new EngineSettings(512, 2)).look(source(), period, parts, folder, look);
    }

    static String line(UsageDocument document) {
        TreeMap<String, long[]> byCountry = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        document.statsByCountry()
                .forEach(country -> byCountry.put(
                        country.country() == null ? "" : country.country(),
                        new long[] {country.views(), country.outlinks(), country.downloads(), country.conversions()}));
        return new PlainItem(
                        document.identifier(),
                        document.country(),
                        document.views(),
                        document.outlinks(),
                        document.downloads(),
                        document.conversions(),
                        byCountry)
                .line();
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
                null,
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
