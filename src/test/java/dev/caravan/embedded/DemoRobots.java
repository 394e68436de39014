package dev.caravan.embedded;

import java.util.List;

/** Programs that come as visitors; told by 100 actions or more, or by 11 to 99 at 2 seconds or less each. */
final class DemoRobots {

    private static final int CRAWLERS_PER_SITE = 5;
    private static final int SCRAPERS_PER_SITE = 12;

    private final DemoDice dice;
    private final DemoDoor door;

    DemoRobots(DemoDice dice, DemoDoor door) {
        this.dice = dice;
        this.door = door;
    }

    void visit(DemoSite site) {
        for (int i = 0; i < CRAWLERS_PER_SITE; i++) {
            crawlsSlowly(site);
        }
        for (int i = 0; i < SCRAPERS_PER_SITE; i++) {
            scrapesQuickly(site);
        }
        if (site == DemoSites.COLOMBIA) {
            walksAlongTheEdgesOfTheRule(site);
        }
    }

    /** Through the catalogue at a person's pace, but without an end. */
    private void crawlsSlowly(DemoSite site) {
        int actions = dice.between(100, 170);
        walks(site, actions, actions * dice.between(3, 40));
    }

    private void scrapesQuickly(DemoSite site) {
        int actions = dice.between(11, 60);
        walks(site, actions, dice.between(actions / 2, 2 * actions));
    }

    /** Tells a right rule from one that is off by one: of these, 10 in 0 s, 11 in 23 s and 99 in 2 h are people. */
    private void walksAlongTheEdgesOfTheRule(DemoSite site) {
        walks(site, 10, 0);
        walks(site, 11, 22);
        walks(site, 11, 23);
        walks(site, 99, 7_200);
        walks(site, 100, 7_200);
    }

    /** One item after the other, evenly over the time; in repositories every third time its file. */
    private void walks(DemoSite site, int actions, int seconds) {
        DemoSession session = door.robot(site);
        List<DemoItem> items = site.items();
        int start = dice.between(0, items.size() - 1);
        int passed = 0;
        for (int i = 0; i < actions; i++) {
            int due = seconds * i / (actions - 1);
            session.pause(due - passed);
            passed = due;
            DemoItem item = items.get((start + i) % items.size());
            if (site.isRepository() && i % 3 == 2) {
                session.download(item, "tesis.pdf");
            } else {
                session.view(item);
            }
        }
        door.leave(session);
    }
}
