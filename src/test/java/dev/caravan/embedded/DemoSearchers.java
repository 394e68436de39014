package dev.caravan.embedded;

/** What people do in a portal: find, look, and leave for the repository. */
final class DemoSearchers {

    private final DemoDice dice;

    DemoSearchers(DemoDice dice) {
        this.dice = dice;
    }

    void visit(DemoSession session) {
        switch (dice.share(38, 40, 16, 4, 2)) {
            case 0 -> landsOnARecord(session);
            case 1 -> searchesAndOpensRecords(session);
            case 2 -> comparesRecords(session);
            case 3 -> givesUpSearching(session);
            default -> opensTheFileFromTheRecord(session);
        }
    }

    private void landsOnARecord(DemoSession session) {
        looksAt(session, dice.popular(session.site().items()));
    }

    private void searchesAndOpensRecords(DemoSession session) {
        searches(session);
        int records = dice.between(1, 3);
        for (int i = 0; i < records; i++) {
            session.pause(dice.between(8, 120));
            looksAt(session, dice.popular(session.site().items()));
        }
    }

    /** Back and forth between two records: the same page twice, but not as a double click. */
    private void comparesRecords(DemoSession session) {
        DemoItem one = dice.popular(session.site().items());
        DemoItem other = dice.popular(session.site().items());
        session.view(one)
                .pause(dice.between(20, 90))
                .view(other)
                .pause(dice.between(20, 90))
                .view(one);
        session.pause(dice.between(5, 60));
        leavesFor(session, other);
    }

    private void givesUpSearching(DemoSession session) {
        searches(session);
        session.pause(dice.between(10, 50));
        searches(session);
    }

    private void opensTheFileFromTheRecord(DemoSession session) {
        DemoItem item = dice.popular(session.site().items());
        session.view(item).pause(dice.between(10, 80)).download(item, "tesis.pdf");
    }

    /** The list of results is a page, with the search back end's name where records have their identifier. */
    private void searches(DemoSession session) {
        String word = dice.oneOf(DemoSession.SEARCH_WORDS);
        session.viewSearchPage(word);
        if (dice.percent(25)) {
            session.pause(1).search(word);
        }
    }

    private void looksAt(DemoSession session, DemoItem item) {
        session.view(item);
        if (dice.percent(3)) {
            session.pause(dice.between(0, 29)).again();
        }
        if (dice.percent(3)) {
            session.pause(dice.between(5, 60)).cite(item);
        }
        if (dice.percent(42)) {
            session.pause(dice.between(5, 90));
            leavesFor(session, item);
        }
    }

    private void leavesFor(DemoSession session, DemoItem item) {
        session.followToRepository(item);
        if (dice.percent(7)) {
            session.pause(dice.between(0, 29)).again();
        }
    }
}
