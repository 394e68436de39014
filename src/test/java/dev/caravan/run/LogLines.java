package dev.caravan.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a class logs while this is open, on whatever thread. */
final class LogLines extends AbstractAppender implements AutoCloseable {

    private final Logger logger;
    private final List<LogEvent> lines = new CopyOnWriteArrayList<>();

    LogLines(Class<?> logging) {
        super("lines", null, null, true, Property.EMPTY_ARRAY);
        this.logger = (Logger) LogManager.getLogger(logging);
        start();
        logger.addAppender(this);
    }

    @Override
    public void append(LogEvent event) {
        lines.add(event.toImmutable());
    }

    List<LogEvent> with(String text) {
        return lines.stream()
                .filter(line -> line.getMessage().getFormattedMessage().contains(text))
                .toList();
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        stop();
    }
}
