package dev.caravan.usage;

import dev.caravan.engine.Sql;
import dev.caravan.engine.SqlSession;
import dev.caravan.platform.Digests;
import dev.caravan.sources.Source;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds identifiers for events that lost theirs, in the handles of their URLs: the source's identifier_prefix, a colon and
 * the handle. Comes before all stages, on {@code events} as they were read. Stateless: safe for many threads.
 */
final class Recovery {

    /** In a percent-decoded URL; the first group is the handle, whose prefix may have several numbers. */
    private static final String HANDLE =
            "(?:hdl\\.handle\\.net/|/bitstream/(?:handle/)?|/handle/)" + "([0-9]+(?:\\.[0-9]+)*/[A-Za-z0-9._-]+)";

    private final UsageStages stages;

    Recovery(UsageStages stages) {
        this.stages = stages;
    }

    /** Another text may find other identifiers. */
    String fingerprint() {
        return Digests.sha256(Stream.concat(
                        Stream.of(HANDLE),
                        Stream.of("handles", "candidates", "proposals", "recovered")
                                .map(stages::text))
                .toList());
    }

    /** Gives {@code events} the columns {@code candidate}, {@code item} and {@code recovery}. */
    void propose(SqlSession session, Source source) {
        String prefix = prefix(source.identifierPrefix());
        session.function("handle_pattern", List.of(), Sql.literal(HANDLE));
        session.function(
                "recovery_prefix", List.of(), prefix.isEmpty() ? "cast(null as varchar)" : Sql.literal(prefix));
        session.store("handles", stages.text("handles"));
        session.store("candidates", stages.text("candidates"));
        session.rebind("events", stages.text("proposals"));
    }

    /**
     * Puts the sound ones in their place.
     *
     * @return how many events got one
     */
    long use(SqlSession session, Source source) {
        propose(session, source);
        session.rebind("events", stages.text("recovered"));
        return session.query("select count(*) from events where recovery = 'reconstructed'", rows -> {
            rows.next();
            return rows.number(0);
        });
    }

    /** With {@code oai:} before it, and no colons or slashes at its end; empty without one. */
    static String prefix(@Nullable String prefix) {
        String text = prefix == null ? "" : prefix.strip().replaceFirst("[:/]+$", "");
        return text.isEmpty() || text.equals("oai") ? "" : text.startsWith("oai:") ? text : "oai:" + text;
    }
}
