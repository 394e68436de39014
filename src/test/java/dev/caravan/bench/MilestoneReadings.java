package dev.caravan.bench;

import dev.caravan.platform.Milestones;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Reads the meter whenever this JVM reaches a milestone ({@link Milestones}), and keeps the last of each name. */
final class MilestoneReadings extends AbstractAppender implements AutoCloseable {

    private static final String LOGGER = "caravan.milestone";

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Map<String, Meter.Reading> last = new HashMap<>();
    private final Meter meter;

    private MilestoneReadings(Meter meter) {
        super("bench-milestones", null, null, false, Property.EMPTY_ARRAY);
        this.meter = meter;
    }

    static MilestoneReadings begin(Meter meter) {
        MilestoneReadings readings = new MilestoneReadings(meter);
        readings.start();
        LoggerConfig milestones = new LoggerConfig(LOGGER, Level.DEBUG, false);
        milestones.addAppender(readings, Level.DEBUG, null);
        readings.context.getConfiguration().addLogger(LOGGER, milestones);
        readings.context.updateLoggers();
        return readings;
    }

    @Override
    public void append(LogEvent event) {
        Meter.Reading reading = meter.read();
        synchronized (last) {
            last.put(event.getMessage().getFormattedMessage(), reading);
        }
    }

    /** The last time that it was reached. */
    Meter.Reading of(String milestone) {
        synchronized (last) {
            Meter.Reading reading = last.get(milestone);
            if (reading == null) {
                throw new IllegalStateException("Not reached: " + milestone + "; reached were " + last.keySet());
            }
            return reading;
        }
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(LOGGER);
        context.updateLoggers();
    }
}
