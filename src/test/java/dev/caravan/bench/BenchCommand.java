package dev.caravan.bench;

import dev.caravan.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the product beside what it can be compared with, on made-up data and servers of its own. */
@Command(
        name = "bench",
        description = {
            "Measures how fast Caravan is, on a made-up month, beside what it can be compared with. Every variant runs"
                    + " in a JVM of its own, in turns; the result is the median of the rounds with the range.",
            "On a machine that does other work too, trust CPU seconds and ratios, not the clock."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 done, also when a goal was missed, 1 failed or results differ, 2 wrong usage."})
public final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = BenchCommand.Names.class,
            description = "Only these measures, of ${COMPLETION-CANDIDATES}; docs/performance.md says what each is."
                    + " Default: all.")
    private Set<String> only = new LinkedHashSet<>();

    @Option(names = "--events", paramLabel = "N", description = "Events of the month. Default: ${DEFAULT-VALUE}.")
    private int events = Month.USUAL;

    @Option(
            names = "--sizes",
            paramLabel = "N",
            split = ",",
            description =
                    "Events of the months of growth, the largest also of capped. Default: 500000,5000000,20000000.")
    private List<Integer> sizes = List.of(500_000, 5_000_000, 20_000_000);

    @Option(names = "--seed", paramLabel = "N", description = "Of the data. Default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each variant is run; two times at the most for months larger than --events."
                    + " Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description =
                    "Of the transform in one JVM; the first is cold, the last is warm. Default: ${DEFAULT-VALUE}.")
    private int iterations = 2;

    @Option(
            names = "--workers",
            paramLabel = "N",
            split = ",",
            description = "How many of them extract at the same time, each number in its turn; the goal is for 2."
                    + " Default: 1,2,4.")
    private List<Integer> workers = List.of(1, 2, 4);

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description =
                    "A further option of the trials' JVMs, for example for a profile. May be given several times.")
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where the data go, which the next bench uses again. Default: work/bench in the project folder.")
    private @Nullable Path dir;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all that was measured to this file, too.")
    private @Nullable Path json;

    @Option(names = "--chart", paramLabel = "FILE.svg", description = "Draw the result to this file, too.")
    private @Nullable Path chart;

    /** For {@code --help}. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Measure.names().iterator();
        }
    }

    @Override
    public Integer call() throws Exception {
        List<Measure> measures = measures();
        BenchOptions options = options();
        Map<String, String> machine = Machine.facts();
        Set<Variant> variants = new LinkedHashSet<>();
        measures.forEach(measure -> variants.addAll(measure.variants(options)));
        try (Trials trials = new Trials(options, folder(), this::progress)) {
            Samples samples = trials.run(variants);
            List<Row> rows = measures.stream()
                    .flatMap(measure -> measure.rows(options, samples).stream())
                    .toList();
            return tell(new Report(machine, options, rows, trials.notes(), samples.differences(), samples));
        }
    }

    private int tell(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(report.table());
        out.flush();
        if (json != null) {
            report.writeJson(json);
        }
        if (chart != null) {
            Chart.write(report.rows(), chart);
        }
        return report.differences().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Measure> measures() {
        List<String> names = Measure.names().toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "No measure is called " + name + "; there are " + String.join(", ", names));
            }
        }
        return Measure.all().stream()
                .filter(measure -> only.isEmpty() || only.contains(measure.name()))
                .toList();
    }

    private BenchOptions options() {
        atLeast("--events", events, Month.LEAST);
        sizes.forEach(size -> atLeast("--sizes", size, Month.LEAST));
        atLeast("--rounds", rounds, 1);
        atLeast("--iterations", iterations, 1);
        workers.forEach(number -> atLeast("--workers", number, 1));
        return new BenchOptions(seed, events, sizes, rounds, iterations, workers, jvmOptions);
    }

    private void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), option + " " + value + ": expected " + least + " or more");
        }
    }

    private Path folder() throws IOException {
        Path folder = dir == null ? Settings.home().resolve("work/bench") : dir;
        return Files.createDirectories(folder).toRealPath();
    }

    private void progress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
