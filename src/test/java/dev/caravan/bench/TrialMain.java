package dev.caravan.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Settings;
import dev.caravan.bench.MonthFolder.Layout;
import dev.caravan.engine.EngineSettings;
import dev.caravan.platform.Config;

/** A trial's JVM: told by one argument what to do, it prints a line for each iteration. */
final class TrialMain {

    /** Begins the lines that hold a {@link Sample}. */
    static final String MARK = "SAMPLE ";

    private TrialMain() {}

    public static void main(String[] args) throws Exception {
        ObjectMapper json = new ObjectMapper();
        TrialRequest request = json.readValue(args[0], TrialRequest.class);
        try (Trial trial = trial(request)) {
            for (int i = 0; i < request.iterations(); i++) {
                Sample sample = trial.run();
                Meter.peakRss().ifPresent(rss -> sample.figures().put(Sample.RSS, rss));
                System.out.println(MARK + json.writeValueAsString(sample));
            }
        }
        // whatever threads a driver may have left
        System.exit(0);
    }

    private static Trial trial(TrialRequest request) throws Exception {
        Config config = Config.load(Settings.home(), request.settings());
        MonthFolder month = new MonthFolder(request.dir(), request.month());
        Meter meter = new Meter(request.processes());
        return switch (request.trial()) {
            case WRITE -> new WriteTrial(month, meter);
            case DECODE -> new DecodeTrial(EngineSettings.from(config), month, meter);
            case TRANSFORM -> new TransformTrial(config, month, Layout.PARTS, meter);
            case TRANSFORM_LEGACY -> new TransformTrial(config, month, Layout.LEGACY, meter);
            case STREAM -> new StreamTrial(config, meter);
            case EXTRACT -> new ServiceTrial(config, false, meter);
            case INDEX -> new ServiceTrial(config, true, meter);
            case LOAD_DATA -> new LoadDataTrial(config, new ReportsFolder(request.dir(), request.month()), meter);
            case VISIT_FILES -> new VisitFilesTrial(config, meter);
        };
    }
}
