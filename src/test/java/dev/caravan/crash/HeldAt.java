package dev.caravan.crash;

import dev.caravan.platform.Milestones;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Holds whoever reaches a milestone ({@link Milestones}) within this JVM, until it is let go. */
final class HeldAt extends AbstractAppender implements AutoCloseable {

    private static final String LOGGER = "caravan.milestone";

    private final String milestone;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

    HeldAt(String milestone) {
        super("held-at", null, null, false, Property.EMPTY_ARRAY);
        this.milestone = milestone;
        start();
        LoggerConfig milestones = new LoggerConfig(LOGGER, Level.DEBUG, false);
        milestones.addAppender(this, Level.DEBUG, null);
        context.getConfiguration().addLogger(LOGGER, milestones);
        context.updateLoggers();
    }

    boolean reached() {
        return reached.getCount() == 0;
    }

    void release() {
        released.countDown();
    }

    @Override
    public void append(LogEvent event) {
        if (event.getMessage().getFormattedMessage().equals(milestone)) {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        release();
        context.getConfiguration().removeLogger(LOGGER);
        context.updateLoggers();
    }
}
