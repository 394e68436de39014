package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateTest {

    private static final Pattern STATE = Pattern.compile("'([A-Z_]+)'");
    private static final Set<State> CLAIMABLE = EnumSet.of(State.READY, State.RETRY, State.RUNNING);
    private static final Set<State> PLANNABLE = EnumSet.complementOf(EnumSet.of(State.RUNNING));

    private static final Set<State> CANCELLABLE = EnumSet.of(State.READY, State.RUNNING, State.RETRY, State.DEAD);
    private static final Set<State> RETRIABLE = EnumSet.of(State.READY, State.RETRY, State.DEAD, State.CANCELLED);

    /** Every statement that changes an item: the states it starts from and those it leads to. */
    private static final Map<String, Map.Entry<Set<State>, Set<State>>> STATEMENTS = Map.of(
            "cancelled-item.sql", Map.entry(CANCELLABLE, EnumSet.of(State.CANCELLED)),
            "claim.sql", Map.entry(CLAIMABLE, EnumSet.of(State.RUNNING)),
            "done.sql", Map.entry(EnumSet.of(State.RUNNING), EnumSet.of(State.DONE)),
            "failed.sql", Map.entry(EnumSet.of(State.RUNNING), EnumSet.of(State.RETRY, State.DEAD)),
            "given-back.sql", Map.entry(EnumSet.of(State.RUNNING), EnumSet.of(State.READY)),
            "heartbeat.sql", Map.entry(EnumSet.of(State.RUNNING), EnumSet.of(State.RUNNING)),
            "reopened-item.sql", Map.entry(PLANNABLE, EnumSet.of(State.READY)),
            "retried-item.sql", Map.entry(RETRIABLE, EnumSet.of(State.READY)));

    /** Statements that change an item but never its state. */
    private static final Set<String> STATELESS = Set.of("adopt.sql");

    @Test
    void endsInStatesThatOnlyAPlanOrAnOperatorOpensAgain() {
        for (State end : EnumSet.of(State.DONE, State.CANCELLED)) {
            assertThat(end.open()).isFalse();
            assertThat(end.next()).containsExactly(State.READY);
        }
        assertThat(State.DEAD.open()).isFalse();
        assertThat(State.DEAD.next()).containsExactly(State.READY, State.CANCELLED);
    }

    @Test
    void isDoneOnlyAfterRunning() {
        for (State state : State.values()) {
            boolean runs = state == State.RUNNING;
            assertThat(state.next().contains(State.DONE)).as(state.name()).isEqualTo(runs);
            assertThat(state.next().contains(State.DEAD)).as(state.name()).isEqualTo(runs);
            assertThat(state.next().contains(State.RETRY)).as(state.name()).isEqualTo(runs);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"READY", "RUNNING", "RETRY"})
    void canBeCancelledWhileItIsOpen(State state) {
        assertThat(state.open()).isTrue();
        assertThat(state.next()).contains(State.CANCELLED, State.RUNNING);
    }

    @Test
    void hasAllStatementsThatChangeAnItemUnderThisTest() throws IOException {
        TreeSet<String> changing = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/sql/run"))) {
            for (Path file : files.toList()) {
                if (Files.readString(file).toLowerCase(Locale.ROOT).contains("update work_item")) {
                    changing.add(file.getFileName().toString());
                }
            }
        }

        TreeSet<String> known = new TreeSet<>(STATEMENTS.keySet());
        known.addAll(STATELESS);
        assertThat(changing).isEqualTo(known);
    }

    @Test
    void leavesTheStateAloneWhereItSaysSo() throws IOException {
        for (String file : STATELESS) {
            String sql = Files.readString(Path.of("src/main/resources/sql/run", file));
            assertThat(sql.substring(0, sql.indexOf("where"))).doesNotContain("state =");
        }
    }

    @Test
    void changesByNoStatementInOtherWaysThanItAllows() {
        STATEMENTS.forEach((file, change) -> {
            for (State from : change.getKey()) {
                assertThat(from.next()).as(file + " from " + from).containsAll(change.getValue());
            }
        });
    }

    @Test
    void changesByEachStatementAsThisTestSays() {
        STATEMENTS.forEach((file, change) -> {
            String text = SqlFile.read("run/" + file).replaceAll("--[^\n]*", "");
            String set = text.substring(0, text.lastIndexOf("where"));
            String where = text.substring(text.lastIndexOf("where"));
            boolean changes = set.contains("set state") || set.contains(" state =");
            if (changes && !set.contains("state = ?")) {
                assertThat(states(set)).as(file + " leads to").containsExactlyElementsOf(change.getValue());
            }
            if (where.contains("state = '")) {
                assertThat(states(where)).as(file + " starts from").containsExactlyElementsOf(change.getKey());
            }
        });
    }

    @Test
    void isClaimedOnlyFromTheStatesThatTheLockLooksFor() {
        String lock = SqlFile.read("run/claim-lock.sql");
        String candidates = SqlFile.read("run/claim-candidates.sql");

        assertThat(EnumSet.copyOf(states(lock.substring(lock.indexOf("where")))))
                .isEqualTo(CLAIMABLE);
        assertThat(candidates).contains("when 'READY' then", "when 'RETRY' then", "when 'RUNNING' then");
    }

    @Test
    void isChangedByAWorkerOnlyUnderItsToken() {
        for (String file : List.of("done.sql", "failed.sql", "given-back.sql", "heartbeat.sql")) {
            assertThat(SqlFile.read("run/" + file)).as(file).contains("id = ? and token = ? and state = 'RUNNING'");
        }
    }

    private static List<State> states(String sql) {
        List<State> states = new ArrayList<>();
        Matcher matcher = STATE.matcher(sql);
        while (matcher.find()) {
            states.add(State.valueOf(Objects.requireNonNull(matcher.group(1))));
        }
        return states;
    }
}
