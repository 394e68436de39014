package dev.caravan.api;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What this JVM logs at WARN and ERROR until it is closed, but for what libraries say of a machine short of time. */
final class LoudLines extends AbstractAppender implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

    LoudLines() {
        super("loud-lines", null, null, false, Property.EMPTY_ARRAY);
        start();
        context.getConfiguration().getRootLogger().addAppender(this, Level.WARN, null);
        context.updateLoggers();
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void append(LogEvent event) {
        String logger = String.valueOf(event.getLoggerName());
        // a thread that got no time, a connection that had to be made anew: whatever is asked of us
        if (!logger.startsWith("com.zaxxer.hikari.") && !logger.endsWith(".BlockedThreadChecker")) {
            lines.add(event.getLevel() + " " + logger + " " + event.getMessage().getFormattedMessage());
        }
    }

    @Override
    public void close() {
        context.getConfiguration().getRootLogger().removeAppender("loud-lines");
        context.updateLoggers();
    }
}
