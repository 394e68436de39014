package dev.caravan.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.diagnosis.Difference.Item;
import dev.caravan.diagnosis.Difference.Kind;
import dev.caravan.run.Period;
import dev.caravan.search.SearchAdmin;
import dev.caravan.search.SearchPages;
import dev.caravan.sources.Source;
import dev.caravan.usage.CallOff;
import dev.caravan.usage.Metrics;
import dev.caravan.usage.UsageInspector;
import dev.caravan.usage.UsageLook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Compares what is indexed of a unit with what indexing it now would give. Both come in the order of their identifiers
 * and are read once, side by side: memory is that of a page. Safe for many threads.
 */
public final class Diff {

    /** Who wrote a document, and when, is no difference. */
    private static final Set<String> NO_CONTENT = Set.of("run", "fence", "rules_version");

    private static final Comparator<Item> SMALLEST_FIRST =
            Comparator.comparingLong(Item::size).thenComparing(Item::identifier, Comparator.reverseOrder());

    private final UsageInspector inspector;
    private final SearchAdmin search;

    public Diff(UsageInspector inspector, SearchAdmin search) {
        this.inspector = inspector;
        this.search = search;
    }

    /** @param most items that the answer names, the greatest changes first */
    public Difference diff(Source source, Period unit, int most, CallOff callOff) {
        return inspector.inspect(source.siteId(), unit, callOff, look -> {
            SearchPages indexed =
                    new SearchPages(search, look.index(), look.published(), List.of("identifier.keyword", "id"));
            return new Merge(indexed, most).of(look);
        });
    }

    /** One comparison. */
    private static final class Merge {

        private final SearchPages indexed;
        private final int most;
        private final PriorityQueue<Item> greatest = new PriorityQueue<>(SMALLEST_FIRST);
        private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
        private long before;
        private long after;
        private Metrics sumBefore = Metrics.NONE;
        private Metrics sumAfter = Metrics.NONE;

        Merge(SearchPages indexed, int most) {
            this.indexed = indexed;
            this.most = most;
        }

        Difference of(UsageLook look) {
            look.documents(this::computed);
            while (indexed.hasNext()) {
                removed(indexed.next());
            }
            List<Item> items = new ArrayList<>(greatest);
            items.sort(SMALLEST_FIRST.reversed());
            return new Difference(
                    look.period().unit(),
                    before,
                    after,
                    after - number(Kind.ADDED) - number(Kind.CHANGED),
                    number(Kind.ADDED),
                    number(Kind.REMOVED),
                    number(Kind.CHANGED),
                    sumBefore,
                    sumAfter,
                    items);
        }

        private long number(Kind kind) {
            return kinds.getOrDefault(kind, 0L);
        }

        private void computed(JsonNode document) {
            JsonNode other = indexed.peek();
            while (other != null && order(other, document) < 0) {
                removed(indexed.next());
                other = indexed.peek();
            }
            after++;
            sumAfter = sumAfter.plus(Metrics.of(document));
            if (other == null || order(other, document) > 0) {
                note(Kind.ADDED, document, Metrics.NONE, Metrics.of(document), List.of());
                return;
            }
            JsonNode same = indexed.next();
            before++;
            sumBefore = sumBefore.plus(Metrics.of(same));
            List<String> fields = differing(same, document);
            if (!fields.isEmpty()) {
                note(Kind.CHANGED, document, Metrics.of(same), Metrics.of(document), fields);
            }
        }

        private void removed(JsonNode document) {
            before++;
            sumBefore = sumBefore.plus(Metrics.of(document));
            note(Kind.REMOVED, document, Metrics.of(document), Metrics.NONE, List.of());
        }

        private void note(Kind kind, JsonNode document, Metrics was, Metrics is, List<String> fields) {
            kinds.merge(kind, 1L, Long::sum);
            greatest.add(new Item(document.path("identifier").asText(), kind, was, is, fields));
            if (greatest.size() > most) {
                greatest.remove();
            }
        }
    }

    /** As both sides order: by the bytes of the identifier, then by the id. */
    private static int order(JsonNode one, JsonNode other) {
        int identifiers = Arrays.compareUnsigned(bytes(one, "identifier"), bytes(other, "identifier"));
        return identifiers != 0 ? identifiers : Arrays.compareUnsigned(bytes(one, "id"), bytes(other, "id"));
    }

    private static byte[] bytes(JsonNode document, String field) {
        return document.path(field).asText().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> differing(JsonNode one, JsonNode other) {
        return Stream.concat(names(one), names(other))
                .distinct()
                .filter(name -> !NO_CONTENT.contains(name) && !one.path(name).equals(other.path(name)))
                .sorted()
                .toList();
    }

    private static Stream<String> names(JsonNode document) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(document.fieldNames(), 0), false);
    }
}
