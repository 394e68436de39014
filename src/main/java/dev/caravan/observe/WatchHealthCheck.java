package dev.caravan.observe;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Tells Camel's readiness what a watch has seen. Never waits, and says nothing about liveness. */
public final class WatchHealthCheck extends AbstractHealthCheck {

    private final Watch watch;

    WatchHealthCheck(Watch watch) {
        super("caravan", watch.name());
        this.watch = watch;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Watch.Seen seen = watch.seen();
        builder.message(seen.message());
        if (seen.up()) {
            builder.up();
        } else {
            builder.down();
        }
    }
}
