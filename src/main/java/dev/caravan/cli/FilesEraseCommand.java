package dev.caravan.cli;

import dev.caravan.visitfiles.KeptCopies;
import dev.caravan.visitfiles.load.Erasure;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "erase",
        description = "Removes a person from all tables: rows, totals, and the text of rejected lines. Lists the copies"
                + " of files that still have the address, and those of files that are not loaded and may have it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The counts of the files stay; the log does not get the address. It looks through all",
            "rejected lines, and may take minutes. Exit codes: 0 erased, 3 the address is in no table."
        })
final class FilesEraseCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(FilesEraseCommand.class);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "EMAIL", description = "In any case.")
    private String email = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the log.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!email.contains("@")) {
            throw new IllegalArgumentException("EMAIL: expected an address with an @");
        }
        try (VisitFilesHere here = new VisitFilesHere(config)) {
            KeptCopies copies =
                    new KeptCopies(here.components().settings().visitFiles().folders());
            Erasure.Erased erased = new Erasure(here.components().loading(), copies::of).erase(email);
            LOG.warn(
                    "person erased rows={} errors={} by={} why={}",
                    erased.rows(),
                    erased.errors(),
                    RunHere.user(),
                    reason);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%d rows removed, %d rejected lines blanked%n", erased.rows(), erased.errors());
            erased.copies().forEach(copy -> out.println("still in " + copy));
            erased.possible().forEach(copy -> out.println("may be in " + copy));
            out.flush();
            return erased.rows() + erased.errors() == 0 ? CaravanCommand.NOTHING_TO_DO : CaravanCommand.DONE;
        }
    }
}
