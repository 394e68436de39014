package dev.caravan.cli;

import dev.caravan.api.Operation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "cancel",
        description = "Ends items that are not done: nobody will do them, and nothing waits for them.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {

    @Mixin
    private ItemsOption items = new ItemsOption();

    @Override
    public Integer call() {
        return items.each(Operation.CANCEL_ITEM);
    }
}
