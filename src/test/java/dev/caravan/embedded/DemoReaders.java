package dev.caravan.embedded;

import java.util.List;

/** What people do in a repository. */
final class DemoReaders {

    private static final List<String> FILES =
            List.of("tesis.pdf", "tesis.pdf", "articulo.pdf", "TESIS.PDF", "informe.docx", "datos.zip?sequence=2");

    /** Pictures and texts that the repository made from its files; nobody asked for them. */
    private static final List<String> THUMBNAILS = List.of(
            "tesis.pdf.jpg",
            "TESIS.PDF.JPG",
            "tesis.pdf.jpg?sequence=5",
            "informe.docx.jpg",
            "tesis.pdf.txt",
            "tesis.pdf.jpg");

    private static final List<String> ELSEWHERE =
            List.of("https://doi.example.org/10.5555/12345678", "https://orcid.example.org/0000-0002-1825-0097");

    private final DemoDice dice;

    DemoReaders(DemoDice dice) {
        this.dice = dice;
    }

    void visit(DemoSession session) {
        switch (dice.share(34, 27, 21, 7, 5, 4, 2)) {
            case 0 -> landsOnAnItem(session);
            case 1 -> landsOnAFile(session);
            case 2 -> readsSeveralItems(session);
            case 3 -> searchesAndReads(session);
            case 4 -> leavesByALink(session);
            case 5 -> browsesAGallery(session);
            default -> studiesThoroughly(session);
        }
    }

    /** From a search engine to the item's page; a third then open the file. */
    private void landsOnAnItem(DemoSession session) {
        DemoItem item = popularItem(session);
        views(session, item);
        if (dice.percent(36)) {
            session.pause(dice.between(8, 180));
            downloads(session, item);
        } else if (dice.percent(4)) {
            session.pause(dice.between(10, 60)).cite(item);
        }
    }

    /** From a search engine straight to the file. */
    private void landsOnAFile(DemoSession session) {
        DemoItem item = popularItem(session);
        downloads(session, item);
        if (dice.percent(25)) {
            session.pause(dice.between(40, 900));
            views(session, item);
        }
    }

    private void readsSeveralItems(DemoSession session) {
        int items = dice.between(2, 4);
        for (int i = 0; i < items; i++) {
            DemoItem item = popularItem(session);
            session.pause(dice.between(15, 400));
            views(session, item);
            if (dice.percent(60)) {
                session.pause(dice.between(5, 120));
                downloads(session, item);
            }
        }
    }

    private void searchesAndReads(DemoSession session) {
        String word = dice.oneOf(DemoSession.SEARCH_WORDS);
        if (dice.percent(75)) {
            session.search(word);
        } else {
            session.searchWithUrl(word);
        }
        session.pause(dice.between(6, 60));
        landsOnAnItem(session);
    }

    private void leavesByALink(DemoSession session) {
        DemoItem item = popularItem(session);
        views(session, item);
        session.pause(dice.between(10, 90)).outlink(item, dice.oneOf(ELSEWHERE));
        if (dice.percent(20)) {
            session.pause(dice.between(10, 90)).hitWithoutUrl(item);
        }
    }

    /** A page with pictures of the files: each picture is logged as a download. */
    private void browsesAGallery(DemoSession session) {
        int pictures = dice.between(2, 4);
        for (int i = 0; i < pictures; i++) {
            session.download(popularItem(session), dice.oneOf(THUMBNAILS)).pause(dice.between(0, 4));
        }
        session.pause(dice.between(5, 30));
        landsOnAnItem(session);
    }

    /** Many actions, but at the pace of a person. */
    private void studiesThoroughly(DemoSession session) {
        int actions = dice.between(11, 34);
        for (int i = 0; i < actions; i++) {
            DemoItem item = popularItem(session);
            session.pause(dice.between(12, 240));
            if (dice.percent(60)) {
                session.view(item);
            } else {
                session.download(item, dice.oneOf(FILES));
            }
        }
    }

    private void views(DemoSession session, DemoItem item) {
        if (dice.percent(5)) {
            session.viewFullRecord(item);
        } else {
            session.view(item);
        }
        clicksTwice(session, 4);
        losesItsUrl(session, item);
    }

    private void downloads(DemoSession session, DemoItem item) {
        session.download(item, dice.oneOf(FILES));
        clicksTwice(session, 9);
    }

    private void clicksTwice(DemoSession session, int percent) {
        if (dice.percent(percent)) {
            session.pause(dice.between(0, 29)).again();
        }
    }

    /** A hit that Matomo stored without a URL, with none at all, or with one that was purged since. */
    private void losesItsUrl(DemoSession session, DemoItem item) {
        if (dice.percent(1.2)) {
            session.pause(dice.between(1, 30));
            switch (dice.share(60, 25, 15)) {
                case 0 -> session.hitWithoutUrl(item);
                case 1 -> session.hitPointingAt(0, item);
                default -> session.hitPointingAt(4_000_000_000L + dice.between(0, 99), item);
            }
        }
    }

    private DemoItem popularItem(DemoSession session) {
        return dice.popular(session.site().items());
    }
}
