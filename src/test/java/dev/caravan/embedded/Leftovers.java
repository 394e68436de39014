package dev.caravan.embedded;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Server processes that a killed JVM left behind, for instance because their {@code lifeline.sh} was killed too. */
final class Leftovers {

    private static final int PATIENCE_SECONDS = 10;

    private Leftovers() {}

    /**
     * Ends every process that has one of these arguments, and waits until they are gone. No process ids are kept in
     * files: an argument that names a file of the data folder cannot belong to anything else.
     */
    static void end(Set<String> arguments) {
        List<ProcessHandle> found = ProcessHandle.allProcesses()
                .filter(process -> hasOneOf(arguments, process))
                .toList();
        found.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : found) {
            awaitEnd(process);
        }
    }

    private static boolean hasOneOf(Set<String> arguments, ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of()).stream()
                .anyMatch(arguments::contains);
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
