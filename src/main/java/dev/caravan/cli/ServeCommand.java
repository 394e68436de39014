package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.Role;
import dev.caravan.Service;
import dev.caravan.Settings;
import dev.caravan.api.Operation;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "serve",
        description = "Runs as a daemon: plans by schedule, works until it is stopped (SIGTERM, ctrl-C).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Settings settings = config.settings();
        if (settings.roles().contains(Role.API)) {
            settings.http().requireToken();
        }
        try (Components components = config.components();
                Service service = Service.start(components, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitClosed(stopped, closed), "stop"));
            service.work("");
            LOG.info(
                    "Caravan is up; interface at http://{}:{}{}, health at http://{}:{}/observe/health",
                    components.settings().http().host(),
                    components.settings().http().port(),
                    Operation.BASE,
                    components.settings().http().managementHost(),
                    components.settings().http().managementPort());
            stopped.await();
            LOG.info("Caravan is stopping");
        } finally {
            closed.countDown();
        }
        return CaravanCommand.DONE;
    }

    private static void awaitClosed(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
