package dev.caravan.crash;

import dev.caravan.platform.Milestones;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Something that happens in this JVM when a milestone ({@link Milestones}) is reached for the n-th time: on the thread
 * that reaches it, which goes on afterwards. One at a time; closing it ends the watch.
 */
final class AtMilestone extends AbstractAppender implements AutoCloseable {

    private static final String LOGGER = "caravan.milestone";

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final AtomicInteger reached = new AtomicInteger();
    private final String milestone;
    private final int time;
    private final Runnable action;
    private volatile boolean done;

    private AtMilestone(String milestone, int time, Runnable action) {
        super("milestones", null, null, false, Property.EMPTY_ARRAY);
        this.milestone = milestone;
        this.time = time;
        this.action = action;
    }

    static AtMilestone run(String milestone, int time, Runnable action) {
        AtMilestone watch = new AtMilestone(milestone, time, action);
        watch.start();
        LoggerConfig milestones = new LoggerConfig(LOGGER, Level.DEBUG, false);
        milestones.addAppender(watch, Level.DEBUG, null);
        watch.context.getConfiguration().addLogger(LOGGER, milestones);
        watch.context.updateLoggers();
        return watch;
    }

    @Override
    public void append(LogEvent event) {
        if (event.getMessage().getFormattedMessage().equals(milestone) && reached.incrementAndGet() == time) {
            action.run();
            done = true;
        }
    }

    /** Whether the action has ended. */
    boolean done() {
        return done;
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(LOGGER);
        context.updateLoggers();
    }
}
