package dev.caravan.cli;

import dev.caravan.api.Operation;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = "Reports what became of the report files of a day or a month: files, rows, errors, what is open.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The CSV has a line for each file of the day, or for each day of the month.",
            "Example: caravan visitfiles report --month 2026-09 --csv > september.csv"
        })
final class FilesReportCommand implements Callable<Integer> {

    @Mixin
    private Interface.Options options = new Interface.Options();

    @ArgGroup(multiplicity = "1")
    private When when = new When();

    private static final class When {

        @Option(names = "--day", paramLabel = "DAY", description = "For example 2026-09-05, in visitfiles.zone.")
        private String day = "";

        @Option(names = "--month", paramLabel = "MONTH", description = "For example 2026-09.")
        private String month = "";
    }

    @ArgGroup
    private Form form = new Form();

    private static final class Form {

        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        @Option(names = "--csv", description = "As CSV.")
        private boolean csv;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> query = Map.of("day", when.day, "month", when.month);
        PrintWriter out = spec.commandLine().getOut();
        try (Interface caravan = options.open()) {
            if (form.json) {
                out.println(Interface.pretty(caravan.get(Operation.GET_VISIT_REPORT, query)));
            } else {
                out.print(caravan.text(Operation.GET_VISIT_REPORT, query, form.csv ? "text/csv" : "text/plain"));
            }
        }
        out.flush();
        return CaravanCommand.DONE;
    }
}
