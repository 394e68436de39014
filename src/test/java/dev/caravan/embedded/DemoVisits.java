package dev.caravan.embedded;

import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Visit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two months of visits: readers, searchers, night owls and robots; numbered in order of time, as Matomo does.
 *
 * @param visits by idvisit, from 1
 * @param events by idlink_va, from 1
 */
record DemoVisits(List<Visit> visits, List<Event> events) {

    /** @return the same for the same seed, on every machine */
    static DemoVisits of(long seed) {
        DemoDice dice = new DemoDice(seed);
        DemoCalendar calendar = new DemoCalendar(dice);
        DemoDoor door = new DemoDoor(dice, calendar);
        DemoNights nights = new DemoNights(dice, calendar, door);
        DemoRobots robots = new DemoRobots(dice, door);
        for (DemoSite site : DemoSites.ALL) {
            people(site, dice, door);
            nights.visit(site);
            robots.visit(site);
        }
        return numbered(door.visits());
    }

    private static void people(DemoSite site, DemoDice dice, DemoDoor door) {
        DemoReaders readers = new DemoReaders(dice);
        DemoSearchers searchers = new DemoSearchers(dice);
        for (int i = 0; i < site.readers(); i++) {
            DemoSession session = door.reader(site);
            if (site.isRepository()) {
                readers.visit(session);
            } else {
                searchers.visit(session);
            }
            door.leave(session);
        }
    }

    private static DemoVisits numbered(List<DemoSession> sessions) {
        List<Visit> visits = new ArrayList<>();
        List<Event> unnumbered = new ArrayList<>();
        for (DemoSession session : sessions) {
            long idvisit = visits.size() + 1L;
            visits.add(session.visit(idvisit));
            session.events().forEach(event -> unnumbered.add(event.numbered(0, idvisit)));
        }
        unnumbered.sort(Comparator.comparing(Event::serverTime));

        List<Event> events = new ArrayList<>();
        for (Event event : unnumbered) {
            events.add(event.numbered(events.size() + 1L, event.idvisit()));
        }
        return new DemoVisits(List.copyOf(visits), List.copyOf(events));
    }
}
