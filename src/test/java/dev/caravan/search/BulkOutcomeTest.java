package dev.caravan.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.search.BulkOutcome.Item;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkOutcomeTest {

    @Test
    void sortsEveryItemByWhatBecameOfIt() {
        Item rejected = new Item("c", 400, "mapper_parsing_exception: no");
        BulkOutcome outcome = BulkOutcome.of(List.of(
                new Item("a", 201, null),
                new Item("b", 429, "busy"),
                rejected,
                new Item("d", 409, "conflict"),
                new Item("e", 200, null),
                new Item("f", 503, "busy")));

        assertThat(outcome).isEqualTo(new BulkOutcome(2, List.of(1, 5), List.of("d"), List.of(rejected)));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void sendsAgainWhatTheClusterWasTooBusyFor(int status) {
        assertThat(BulkOutcome.of(List.of(new Item("a", status, "busy"))).retry())
                .containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 400, 403, 404, 413})
    void rejectsWhatWillFailTheSameWayEveryTime(int status) {
        assertThat(BulkOutcome.of(List.of(new Item("a", status, "no"))).rejected())
                .hasSize(1);
    }

    @Test
    void isNothingForNothing() {
        assertThat(BulkOutcome.of(List.of())).isEqualTo(new BulkOutcome(0, List.of(), List.of(), List.of()));
    }
}
