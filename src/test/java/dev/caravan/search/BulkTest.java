package dev.caravan.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opensearch.client.opensearch._types.VersionType;

class BulkTest {

    private final ScriptedSender sender = new ScriptedSender();
    private final Bulk bulk = bulk(sender);

    /** Three documents or 100 bytes a request; two resends. */
    private static Bulk bulk(BulkSender sender) {
        SearchSettings settings = new SearchSettings(
                URI.create("http://localhost:1"),
                "",
                new Secret(""),
                "usage-stats",
                3,
                100,
                2,
                Duration.ofMillis(1),
                Duration.ofSeconds(1));
        return new Bulk(sender, settings, "index", 42);
    }

    private void add(String... ids) {
        for (String id : ids) {
            bulk.add(id, Map.of("id", id), 10);
        }
    }

    @Test
    void boundsRequestsInDocuments() {
        add("a", "b", "c", "d", "e", "f", "g");
        bulk.flush();

        assertThat(sender.requests).containsExactly(List.of("a", "b", "c"), List.of("d", "e", "f"), List.of("g"));
        assertThat(bulk.indexed()).isEqualTo(7);
    }

    @Test
    void boundsRequestsInBytes() {
        bulk.add("a", Map.of(), 60);
        bulk.add("b", Map.of(), 40);
        bulk.add("c", Map.of(), 1);
        bulk.flush();

        assertThat(sender.requests).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void sendsADocumentThatIsTooBigByItself() {
        bulk.add("a", Map.of(), 10);
        bulk.add("big", Map.of(), 5000);
        bulk.add("b", Map.of(), 10);
        bulk.flush();

        assertThat(sender.requests).containsExactly(List.of("a"), List.of("big"), List.of("b"));
    }

    @Test
    void sendsNothingWhenThereIsNothing() {
        bulk.flush();

        assertThat(sender.requests).isEmpty();
        assertThat(bulk.indexed()).isZero();
    }

    @Test
    void namesIndexAndFencingToken() {
        add("a");
        bulk.flush();

        assertThat(sender.operations).singleElement().satisfies(operation -> {
            assertThat(operation.index().index()).isEqualTo("index");
            assertThat(operation.index().version()).isEqualTo(42);
            assertThat(operation.index().versionType()).isEqualTo(VersionType.ExternalGte);
        });
    }

    @Test
    void sendsBusyOnesAgainInOrder() {
        sender.then(Map.of("a", 429, "c", 503)).then(Map.of("c", 429));
        add("a", "b", "c");
        bulk.flush();

        assertThat(sender.requests).containsExactly(List.of("a", "b", "c"), List.of("a", "c"), List.of("c"));
        assertThat(bulk.indexed()).isEqualTo(3);
    }

    @Test
    void givesUpForNowWhenTheClusterStaysBusy() {
        sender.then(Map.of("a", 429)).then(Map.of("a", 429)).then(Map.of("a", 429));
        add("a", "b");

        assertThatThrownBy(bulk::flush)
                .isInstanceOfSatisfying(PipelineException.Transient.class, e -> assertThat(e.code())
                        .isEqualTo("opensearch-busy"))
                .hasMessageContaining("1 documents were not taken in 2 resends");
        assertThat(bulk.indexed()).isEqualTo(1);
    }

    @Test
    void givesUpForGoodOnDocumentsThatAreRejected() {
        sender.then(Map.of("b", 400, "c", 400, "a", 429));
        add("a", "b", "c");

        assertThatThrownBy(bulk::flush)
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo("opensearch-rejected"))
                .hasMessage("opensearch-rejected: 2 documents were rejected, among them"
                        + " b: reason of b; c: reason of c");
    }

    @Test
    void stopsWhenALaterClaimHasWritten() {
        sender.then(Map.of("a", 409, "b", 400));
        add("a", "b");

        assertThatThrownBy(bulk::flush)
                .isInstanceOf(PipelineException.Abandoned.class)
                .hasMessageContaining("1 documents were written under a later claim");
    }

    @Test
    void callsNothingIndexedThatTheAnswerDoesNotName() {
        Bulk silent = bulk(operations -> List.of());
        silent.add("a", Map.of(), 1);

        assertThatThrownBy(silent::flush).isInstanceOf(PipelineException.Transient.class);
    }
}
