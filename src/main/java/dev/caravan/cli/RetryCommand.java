package dev.caravan.cli;

import dev.caravan.api.Operation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "retry",
        description = "Lets items be done again that are dead, cancelled, or wait for their next try.",
        mixinStandardHelpOptions = true)
final class RetryCommand implements Callable<Integer> {

    @Mixin
    private ItemsOption items = new ItemsOption();

    @Override
    public Integer call() {
        return items.each(Operation.RETRY_ITEM);
    }
}
