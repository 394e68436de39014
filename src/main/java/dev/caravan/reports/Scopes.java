package dev.caravan.reports;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.sources.IdentifierSpelling;
import dev.caravan.sources.Source;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Where the usage of an item or of a source is counted: in its repository, and in the national and the regional
 * aggregator that show it.
 *
 * @param sources all of them, by site
 */
record Scopes(List<Source> sources, IdentifierSpelling spelling) {

    /** The regional aggregator's site, when a source does not name one. */
    private static final int REGIONAL = 1;

    /**
     * An item, by whatever spelling. The repositories with its prefix say where it is counted: of several the one that
     * is named, or else all of them. If no repository has the prefix, the source that is named says it.
     *
     * @param sourceId empty or {@code *}: none is named
     * @throws InvalidRequest {@code identifier-unknown}, {@code source-unknown}
     */
    Scope item(String identifier, String sourceId) {
        TreeSet<Integer> sites = new TreeSet<>();
        for (Source owner : owners(identifier, sourceId)) {
            sites.addAll(sites(owner, other -> owner.type() == Source.Type.L && other.type() == Source.Type.N));
        }
        return new Scope(sites, List.of(Dsl.terms("identifier.keyword", spellings(identifier, sites))));
    }

    private List<Source> owners(String identifier, String sourceId) {
        Optional<String> prefix = IdentifierSpelling.prefix(spelling.of(identifier));
        List<Source> owners = prefix.isEmpty()
                ? List.of()
                : sources.stream()
                        .filter(source ->
                                source.type() == Source.Type.R && prefix(source).equals(prefix))
                        .toList();
        if (owners.isEmpty()) {
            if (sourceId.isEmpty() || sourceId.equals("*")) {
                throw new InvalidRequest(
                        "identifier-unknown",
                        "No repository has the prefix of '" + identifier + "', and no source is named");
            }
            return List.of(source(sourceId));
        }
        List<Source> named = owners.stream()
                .filter(owner -> owner.sourceId().equalsIgnoreCase(sourceId))
                .toList();
        return named.isEmpty() ? owners : named;
    }

    /** As it is given, as the sites' own rules make it, and as the normalisation alone does. */
    private TreeSet<String> spellings(String identifier, Collection<Integer> sites) {
        TreeSet<String> spellings = new TreeSet<>(List.of(identifier, spelling.of(identifier)));
        sources.stream()
                .filter(source -> sites.contains(source.siteId()))
                .forEach(source -> spellings.add(spelling.of(source, identifier)));
        return spellings;
    }

    /**
     * All items of a source: of a repository what has its identifier_prefix, or without one what its own site has; of a
     * national aggregator its country's items, there, in the country's repositories and in the region; of a regional
     * aggregator everything.
     */
    Scope all(Source source) {
        return switch (source.type()) {
            case R ->
                prefix(source)
                        .map(prefix -> new Scope(
                                sites(source, other -> false), List.of(Dsl.term("identifier_prefix", prefix))))
                        .orElseGet(() -> new Scope(new TreeSet<>(List.of(source.siteId())), List.of()));
            case N ->
                new Scope(
                        sites(
                                source,
                                other -> other.type() == Source.Type.R
                                        && other.countryIso().equals(source.countryIso())),
                        List.of(Dsl.term("country", source.countryIso())));
            case L -> new Scope(sites(source, other -> true), List.of());
        };
    }

    /** @throws InvalidRequest {@code source-unknown} */
    Source source(String sourceId) {
        return sources.stream()
                .filter(source -> source.sourceId().equalsIgnoreCase(sourceId))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest("source-unknown", "There is no source '" + sourceId + "'"));
    }

    /**
     * @param id a source_id or a site_id
     * @throws InvalidRequest {@code source-unknown}
     */
    Source sourceOrSite(String id) {
        return sources.stream()
                .filter(source -> Integer.toString(source.siteId()).equals(id))
                .findFirst()
                .orElseGet(() -> source(id));
    }

    private TreeSet<Integer> sites(Source source, Predicate<Source> others) {
        TreeSet<Integer> sites = new TreeSet<>(List.of(source.siteId()));
        Integer national = source.nationalSiteId();
        if (source.type() == Source.Type.R && national != null) {
            sites.add(national);
        }
        if (source.type() != Source.Type.L) {
            sites.add(Objects.requireNonNullElse(source.regionalSiteId(), REGIONAL));
        }
        sources.stream().filter(others).map(Source::siteId).forEach(sites::add);
        return sites;
    }

    private static Optional<String> prefix(Source source) {
        return Optional.ofNullable(source.identifierPrefix()).flatMap(IdentifierSpelling::prefix);
    }
}
