package dev.caravan.usage;

import dev.caravan.platform.Config;
import dev.caravan.sources.IdentifierSpelling;
import java.nio.file.Path;

/**
 * How item statistics are made.
 *
 * @param mapDir where the sources' map files lie
 * @param stageDir where an operator's own stages lie; a file there goes before ours of the same name
 * @param routes the file that names the stages
 */
public record UsageSettings(
        UsageRules rules, Path mapDir, Path stageDir, Path routes, int maxItems, int maxItemsPerSite) {

    /** How identifiers are spelt in the index. */
    public IdentifierSpelling spelling() {
        return new IdentifierSpelling(rules.identifierRule(), mapDir);
    }

    public static UsageSettings from(Config config) {
        Path routes = config.path("routes.dir", "routes");
        return new UsageSettings(
                UsageRules.from(config),
                config.path("usage.identifiers.map-dir", "maps"),
                routes.resolve("usage"),
                routes.resolve("usage.camel.yaml"),
                config.number("usage.max-items", 4, 1, 1000),
                config.number("usage.max-items-per-site", 2, 1, 1000));
    }
}
