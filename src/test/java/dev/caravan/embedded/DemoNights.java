package dev.caravan.embedded;

import java.time.LocalDate;

/** Visits that begin on one day and end on the next, also across the end of a month. */
final class DemoNights {

    private static final int NIGHTS_PER_SITE = 12;

    private final DemoDice dice;
    private final DemoCalendar calendar;
    private final DemoDoor door;

    DemoNights(DemoDice dice, DemoCalendar calendar, DemoDoor door) {
        this.dice = dice;
        this.calendar = calendar;
        this.door = door;
    }

    void visit(DemoSite site) {
        for (int i = 0; i < NIGHTS_PER_SITE; i++) {
            readsPastMidnight(site, calendar.dayBeforeAnother());
        }
        readsPastMidnight(site, DemoCalendar.LAST_OF_SEPTEMBER);
        readsPastMidnight(site, DemoCalendar.LAST_OF_SEPTEMBER);
    }

    /** Finds the item before midnight, and opens it and a second one after. */
    private void readsPastMidnight(DemoSite site, LocalDate day) {
        DemoItem item = dice.popular(site.items());
        DemoSession session = door.reader(site, calendar.lateOn(day));
        session.view(item).pause(dice.between(660, 1_200));
        if (site.isRepository()) {
            session.download(item, "tesis.pdf");
        } else {
            session.followToRepository(item);
        }
        session.pause(dice.between(20, 200)).view(dice.popular(site.items()));
        door.leave(session);
    }
}
