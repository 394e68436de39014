package dev.caravan.run;

import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest.Mode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * What a schedule asks for when it fires: always the last days or months as a whole, so a night without the service is
 * caught up by the next one. The routes call it as the bean {@code schedules}.
 */
public final class Schedules {

    private final Clock clock;

    public Schedules(Clock clock) {
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    /**
     * @param sites rows with a {@code site_id}
     * @param back how many days, the last closed one included
     */
    public PlanRequest days(String pipeline, List<Map<String, Object>> sites, int back) {
        LocalDate today = LocalDate.now(clock);
        return request(pipeline, sites, new Period(today.minusDays(back), today), Granularity.DAY);
    }

    /** @param back how many months, that of the last closed day included */
    public PlanRequest months(String pipeline, List<Map<String, Object>> sites, int back) {
        YearMonth last = YearMonth.from(LocalDate.now(clock).minusDays(1));
        Period first = Period.month(last.minusMonths(back - 1L));
        return request(pipeline, sites, first.through(Period.month(last)), Granularity.MONTH);
    }

    private static PlanRequest request(
            String pipeline, List<Map<String, Object>> sites, Period span, Granularity granularity) {
        List<String> subjects =
                sites.stream().map(row -> String.valueOf(row.get("site_id"))).toList();
        return new PlanRequest(
                pipeline, subjects, span, granularity, Mode.MISSING, false, false, PlanRequest.DAILY, "schedule");
    }
}
