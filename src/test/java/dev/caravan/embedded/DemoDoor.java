package dev.caravan.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where all visitors come in and go out: it opens their visits and keeps those that are over. */
final class DemoDoor {

    private final DemoCalendar calendar;
    private final DemoCountries countries;
    private final DemoTracker tracker;
    private final List<DemoSession> left = new ArrayList<>();

    DemoDoor(DemoDice dice, DemoCalendar calendar) {
        this.calendar = calendar;
        this.countries = new DemoCountries(dice);
        this.tracker = new DemoTracker(dice);
    }

    DemoSession reader(DemoSite site) {
        return reader(site, calendar.arrival());
    }

    DemoSession reader(DemoSite site, Instant arrival) {
        return new DemoSession(site, tracker, arrival, countries.ofReader(site));
    }

    DemoSession robot(DemoSite site) {
        return new DemoSession(site, tracker, calendar.arrival(), countries.ofRobot());
    }

    /** A visit that would outlast the demo's time is moved to the morning. */
    void leave(DemoSession session) {
        boolean tooLate = !session.last().isBefore(DemoCalendar.end());
        left.add(tooLate ? session.earlierBy(Duration.ofHours(12)) : session);
    }

    /** In order of their beginning. */
    List<DemoSession> visits() {
        return left.stream().sorted(Comparator.comparing(DemoSession::first)).toList();
    }
}
