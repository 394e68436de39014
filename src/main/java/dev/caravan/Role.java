package dev.caravan;

import dev.caravan.platform.Config;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an instance does; one image does all of it, or a part. Health and metrics are there whatever the role. */
public enum Role {
    /** Plans by schedule. */
    SCHEDULER(".*[.]schedule"),
    /** Claims items and does them. */
    WORKER("run.worker.*"),
    /** Answers the business interface. */
    API("api.*");

    /** A regular expression, or a beginning and {@code *}; the whole id must match. */
    private final String routes;

    Role(String routes) {
        this.routes = routes;
    }

    static Set<Role> from(Config config) {
        return config.parsed("roles", "scheduler,worker,api", "one or more of scheduler, worker, api", text -> {
            Set<Role> roles = EnumSet.noneOf(Role.class);
            for (String word : text.split(",", -1)) {
                roles.add(Role.valueOf(word.strip().toUpperCase(Locale.ROOT)));
            }
            return roles;
        });
    }

    /** The routes that only other roles have, as patterns of Camel's route filter. */
    static Optional<String> excludedRoutes(Collection<Role> roles) {
        return EnumSet.complementOf(EnumSet.copyOf(roles)).stream()
                .map(role -> role.routes)
                .reduce((one, other) -> one + "," + other);
    }
}
