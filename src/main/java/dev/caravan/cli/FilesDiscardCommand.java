package dev.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "discard",
        description = "Closes a report file in quarantine: nothing is done with it any more, and nobody is told of it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Its copies and its source stay: 'caravan visitfiles retry FILE' still loads it."})
final class FilesDiscardCommand implements Callable<Integer> {

    @Mixin
    private FileChange change = new FileChange();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return change.make(
                spec, "discarded", (here, id, who, why) -> here.desk().discard(id, who, why));
    }
}
