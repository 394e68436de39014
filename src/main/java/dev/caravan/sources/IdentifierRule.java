package dev.caravan.sources;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * How identifiers that mean one item are brought to one spelling, after the source's own mapping. Both engines of the
 * stages and readers of the index use these patterns.
 *
 * <p>In the default rule a {@code :} before the first {@code /} begins the local part, so nothing is cut; only after a
 * scheme it may be a port's, and the path up to the next {@code :} goes. v1.0 cuts in both cases.
 */
public enum IdentifierRule {
    DEFAULT("(?s)^oai:https?://([^/]+)(?:/[^:]+)?(:.*)$", "(?s)^oai:([^/:]+)/[^:]+(:.*)$"),
    V1_0("(?s)^oai:(?:https?://)?([^/]+)(?:/[^:]+)*(:.*)$");

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot change
    private final List<Normalisation> normalisations;

    @SuppressWarnings("ImmutableEnumChecker") // the same, compiled
    private final List<Pattern> patterns;

    IdentifierRule(String... patterns) {
        this.normalisations = List.of(patterns).stream().map(Normalisation::new).toList();
        this.patterns = List.of(patterns).stream().map(Pattern::compile).toList();
    }

    /** A step of the normalisation: of the pattern's first match its two groups stay, after {@code oai:}. */
    public record Normalisation(String pattern) {

        /** @param sign what stands before the number of a group */
        public String replacement(String sign) {
            return "oai:" + sign + "1" + sign + "2";
        }
    }

    /** The steps, in order. */
    public List<Normalisation> normalisations() {
        return normalisations;
    }

    /** Whether this source's identifiers are normalised; v1.0 leaves those as they are that the source itself maps. */
    public boolean normalises(Source source) {
        return this != V1_0 || (source.mapType() != 1 && source.mapType() != 2);
    }

    /** All steps, one after the other. */
    public String normalised(String identifier) {
        String result = identifier;
        for (int i = 0; i < patterns.size(); i++) {
            result = patterns.get(i)
                    .matcher(result)
                    .replaceFirst(normalisations.get(i).replacement("$"));
        }
        return result;
    }
}
