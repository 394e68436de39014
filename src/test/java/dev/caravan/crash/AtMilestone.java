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
    private final Action action;
    private volatile boolean done;

    /** What is to be done. */
    interface Action {

        /**
         * @param subject of the work item that the thread works on
         * @return whether it is done with that
         */
        boolean at(String milestone, String subject);
    }

    private AtMilestone(Action action) {
        super("milestones", null, null, false, Property.EMPTY_ARRAY);
        this.action = action;
    }

    static AtMilestone run(String milestone, int time, Runnable action) {
        AtomicInteger reached = new AtomicInteger();
        return every((point, subject) -> {
            if (point.equals(milestone) && reached.incrementAndGet() == time) {
                action.run();
                return true;
            }
            return false;
        });
    }

    /** For tests that look at all milestones. */
    static AtMilestone every(Action action) {
        AtMilestone watch = new AtMilestone(action);
        watch.start();
        LoggerConfig milestones = new LoggerConfig(LOGGER, Level.DEBUG, false);
        milestones.addAppender(watch, Level.DEBUG, null);
        watch.context.getConfiguration().addLogger(LOGGER, milestones);
        watch.context.updateLoggers();
        return watch;
    }

    @Override
    public void append(LogEvent event) {
        String subject = event.getContextData().getValue("site");
        if (action.at(event.getMessage().getFormattedMessage(), String.valueOf(subject))) {
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
