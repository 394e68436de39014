package dev.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "withdraw",
        description = "Takes the rows of a loaded report file out of the tables, and its visits out of the totals.",
        mixinStandardHelpOptions = true,
        footer = {"", "The file is RETIRADO then. Its copies stay: 'caravan visitfiles retry FILE' loads it again."})
final class FilesWithdrawCommand implements Callable<Integer> {

    @Mixin
    private FileChange change = new FileChange();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return change.make(spec, "RETIRADO", (here, id, who, why) -> here.desk()
                .withdraw(id, here.components().visitors(), who, why));
    }
}
