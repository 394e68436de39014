package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.matomo.MatomoRoutes;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.RetryPolicies;
import dev.caravan.usage.UsageRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

/** The routes with everything that they call replaced by something that remembers. */
class RoutesTest extends CamelTestSupport {

    private final RecordingLeases leases = new RecordingLeases();
    private final ScriptedExtract extract = new ScriptedExtract();
    private final RecordingStages stages = new RecordingStages();

    /** What the routes call as {@code leases}. */
    public static final class RecordingLeases {
        final List<String> failed = new ArrayList<>();
        final List<Object> done = new ArrayList<>();

        public void failed(Object lease, Throwable cause) {
            failed.add(cause.getMessage());
        }

        public void done(Object lease, Object outcome) {
            done.add(outcome);
        }
    }

    /** What the routes call as {@code matomoExtract}. */
    public static final class ScriptedExtract {
        RuntimeException failure;
        int failures;
        int calls;

        public String extract(Object lease) {
            if (++calls <= failures) {
                throw failure;
            }
            return "outcome";
        }
    }

    /** What the routes call as {@code stages}, {@code usageRead} and {@code usagePublisher}. */
    public static final class RecordingStages {
        final List<String> calls = new ArrayList<>();
        RuntimeException failure;

        public String open(Object lease) {
            calls.add("open");
            return "job";
        }

        public void filter(String job, String stage) {
            calls.add(stage);
            if (failure != null) {
                throw failure;
            }
        }

        public void view(String job, String stage) {
            calls.add(stage);
        }

        public void table(String job, String stage) {
            calls.add(stage);
        }

        public String publish(String job) {
            calls.add("publish");
            return "outcome";
        }
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("leases", leases);
        context.getRegistry().bind("matomoExtract", extract);
        context.getRegistry().bind("stages", stages);
        context.getRegistry().bind("usageRead", stages);
        context.getRegistry().bind("usagePublisher", stages);
        PropertiesComponent properties = context.getPropertiesComponent();
        Properties values = new Properties();
        values.setProperty("retry.remote.attempts", "2");
        values.setProperty("retry.remote.first-delay-ms", "1");
        values.setProperty("retry.remote.max-delay-ms", "1");
        properties.setInitialProperties(values);
        context.addRoutes(new RetryPolicies());
        // the schedules need Quartz and the ledger
        context.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .setRouteFilterPattern("matomo.extract,usage.index,usage.stages,run.failed", null);
        return context;
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() throws Exception {
        return new RoutesBuilder[] {
            new MatomoRoutes(),
            new UsageRoutes(),
            stageRoutes(),
            new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:run.failed")
                            .routeId("run.failed")
                            .bean("leases", "failed(${exchangeProperty.lease}, ${exception})");
                }
            }
        };
    }

    private RoutesBuilder stageRoutes() throws Exception {
        return PluginHelper.getRoutesLoader(context)
                .findRoutesBuilders(
                        List.of(ResourceHelper.resolveMandatoryResource(context, "file:routes/usage.camel.yaml")))
                .iterator()
                .next();
    }

    @Test
    void retriesATransientFailureAndFilesTheItemWhenItPersists() {
        extract.failure = new PipelineException.Transient("matomo-unreachable", "connect timed out", new IOException());
        extract.failures = 99;

        template.sendBody("direct:matomo.extract", "");

        assertThat(extract.calls).isEqualTo(3);
        assertThat(leases.failed).containsExactly("matomo-unreachable: connect timed out");
        assertThat(leases.done).isEmpty();
    }

    @Test
    void goesOnWhenATryOfATransientFailureSucceeds() {
        extract.failure = new PipelineException.Transient("matomo-unreachable", "connect timed out", new IOException());
        extract.failures = 1;

        template.sendBody("direct:matomo.extract", "");

        assertThat(leases.failed).isEmpty();
        assertThat(leases.done).containsExactly("outcome");
    }

    @Test
    void doesNotRetryAPermanentFailure() {
        extract.failure = new PipelineException.Permanent("matomo-schema", "no table piwik_log_visit");
        extract.failures = 99;

        template.sendBody("direct:matomo.extract", "");

        assertThat(extract.calls).isEqualTo(1);
        assertThat(leases.failed).containsExactly("matomo-schema: no table piwik_log_visit");
    }

    @Test
    void runsTheStagesInTheOrderOfTheRoutesFile() {
        template.sendBody("direct:usage.index", "");

        assertThat(stages.calls)
                .containsExactly(
                        "open",
                        "enrich",
                        "robots",
                        "assets",
                        "identifiers",
                        "item_countries",
                        "double_clicks",
                        "metrics",
                        "sessions",
                        "aggregate",
                        "publish");
        assertThat(leases.done).containsExactly("outcome");
    }

    @Test
    void filesTheItemWhenAStageFails() {
        stages.failure = new PipelineException.Permanent("engine-sql", "no such column");

        template.sendBody("direct:usage.index", "");

        assertThat(leases.failed).containsExactly("engine-sql: no such column");
        assertThat(stages.calls).containsExactly("open", "enrich");
    }
}
