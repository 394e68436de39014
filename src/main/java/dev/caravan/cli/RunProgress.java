package dev.caravan.cli;

import dev.caravan.run.Ledger;
import dev.caravan.run.Ledger.HeldBack;
import dev.caravan.run.Plan;
import dev.caravan.run.State;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Waits for a run and shows how far it is: a bar on a terminal, a line every few seconds elsewhere. */
public final class RunProgress {

    private static final long POLL_MILLIS = 250;
    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * At so many looks in a row, 15 s, nobody may be at work while items wait for others, before we say that they wait
     * in vain. Looks are counted, not seconds: while this process stands still, its workers do too.
     */
    private static final int IDLE_LOOKS = 60;

    private final Ledger ledger;
    private final Plan plan;
    private final PrintWriter err;
    private long lastLine = System.nanoTime();
    private String shown = "";

    public RunProgress(Ledger ledger, Plan plan, PrintWriter err) {
        this.ledger = ledger;
        this.plan = plan;
        this.err = err;
    }

    /** @return whether every item has ended; false when the rest waits for items that nobody works on */
    public boolean await() throws InterruptedException {
        try (ProgressBar bar = bar("items", plan.opened() + plan.joined())) {
            int idle = 0;
            while (true) {
                Map<State, Integer> progress = ledger.progress(plan.runId());
                int open = progress.entrySet().stream()
                        .filter(state -> state.getKey().open())
                        .mapToInt(Map.Entry::getValue)
                        .sum();
                // a run may grow while it is done
                int total =
                        progress.values().stream().mapToInt(Integer::intValue).sum();
                show(bar, total, total - open, progress);
                if (open == 0) {
                    return true;
                }
                idle = ledger.running() > 0 || progress.containsKey(State.RETRY) ? 0 : idle + 1;
                if (idle > IDLE_LOOKS) {
                    explainWaiting();
                    return false;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private void explainWaiting() {
        List<HeldBack> heldBack = ledger.heldBack(plan.runId());
        for (HeldBack item : heldBack.subList(0, Math.min(5, heldBack.size()))) {
            err.println(item.subject() + " " + item.unit() + " waits for " + item.upstream() + ", which is "
                    + item.upstreamState() + (item.code() == null ? "" : " (" + item.code() + ")"));
        }
        err.println(
                heldBack.isEmpty()
                        ? "Nobody takes the rest: it was planned under other rules or a limit is reached; run it again"
                        : "Do those first ('caravan run … --mode failed' tries dead ones again), or --allow-incomplete");
    }

    /** On a terminal; null elsewhere. */
    static @Nullable ProgressBar bar(String unit, long total) {
        // the launcher knows whether it has a terminal; Java does not, in all versions
        if (!Boolean.getBoolean("caravan.terminal")) {
            return null;
        }
        return new ProgressBarBuilder()
                .setTaskName(unit)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .build();
    }

    private void show(@Nullable ProgressBar bar, int total, int done, Map<State, Integer> progress) {
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(
                    progress.containsKey(State.RETRY) ? " waiting to retry " + progress.get(State.RETRY) : "");
            return;
        }
        String line = line(total, done, progress);
        boolean due = done == total || System.nanoTime() - lastLine > LINE_EVERY_NANOS;
        if (due && !line.equals(shown)) {
            err.println(line);
            err.flush();
            shown = line;
            lastLine = System.nanoTime();
        }
    }

    /** For example {@code 76 of 366 items, 3 at work, 287 waiting}. */
    private static String line(int total, int done, Map<State, Integer> progress) {
        StringBuilder line = new StringBuilder(done + " of " + total + " items");
        Map<State, String> words = new EnumMap<>(Map.of(
                State.RUNNING,
                "at work",
                State.READY,
                "waiting",
                State.RETRY,
                "to be tried again",
                State.DEAD,
                "dead"));
        words.forEach((state, word) -> {
            if (progress.containsKey(state)) {
                line.append(", ").append(progress.get(state)).append(' ').append(word);
            }
        });
        return line.toString();
    }
}
