package dev.caravan.observe;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;

/** Hands on every line of the log from INFO on, as JSON, also where the console shows only warnings. */
final class LogTap extends AbstractAppender implements AutoCloseable {

    private static final String OURS = "dev.caravan";

    private final BiConsumer<LogEvent, byte[]> lines;
    private final LoggerContext context;
    private final Level shown;

    /** @param lines called on the threads that log; must not log itself */
    LogTap(BiConsumer<LogEvent, byte[]> lines) {
        this(lines, (LoggerContext) LogManager.getContext(false));
    }

    private LogTap(BiConsumer<LogEvent, byte[]> lines, LoggerContext context) {
        super("run-logs-" + System.nanoTime(), null, layout(context.getConfiguration()), true, Property.EMPTY_ARRAY);
        this.lines = lines;
        this.context = context;
        this.shown = ours().getLevel();
        start();
        if (shown.isMoreSpecificThan(Level.WARN)) {
            showOnConsole(shown);
            ours().setLevel(Level.INFO);
        }
        root().addAppender(this, null, null);
        context.updateLoggers();
    }

    private static JsonTemplateLayout layout(Configuration configuration) {
        return JsonTemplateLayout.newBuilder()
                .setConfiguration(configuration)
                .setCharset(StandardCharsets.UTF_8)
                .setEventTemplateUri("classpath:log.json")
                .build();
    }

    private LoggerConfig root() {
        return context.getConfiguration().getRootLogger();
    }

    private LoggerConfig ours() {
        return context.getConfiguration().getLoggerConfig(OURS);
    }

    private void showOnConsole(Level level) {
        for (Appender appender : root().getAppenders().values()) {
            if (!(appender instanceof LogTap)) {
                root().removeAppender(appender.getName());
                root().addAppender(appender, level, null);
            }
        }
    }

    @Override
    public void append(LogEvent event) {
        lines.accept(event, getLayout().toByteArray(event));
    }

    @Override
    public void close() {
        root().removeAppender(getName());
        ours().setLevel(shown);
        context.updateLoggers();
        stop();
    }
}
