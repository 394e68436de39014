package dev.caravan.embedded;

import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One visit in the making: a clock that {@link #pause} moves on, and the rows that Matomo would have written meanwhile.
 *
 * <p>Rows get their numbers later, when all visits are known and can be put in order.
 */
final class DemoSession {

    /** Names that the first rows of log_action hold, in this order; searches point at them. */
    static final List<String> SEARCH_WORDS =
            List.of("agua", "educação", "riesgo sísmico", "acceso abierto", "biodiversidade", "tesis doctoral");

    private static final int HTTPS = 2;
    private static final int HTTPS_WWW = 3;

    private final DemoSite site;
    private final DemoTracker tracker;
    private final @Nullable String country;
    private final List<Event> events = new ArrayList<>();
    private Instant now;

    DemoSession(DemoSite site, DemoTracker tracker, Instant arrival, @Nullable String country) {
        this.site = site;
        this.tracker = tracker;
        this.now = arrival;
        this.country = country;
    }

    DemoSession pause(int seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    DemoSession view(DemoItem item) {
        return page(1, pageOf(item), HTTPS, tracker.ofItem(site, item));
    }

    /** The same page under its address with {@code www.}, all its metadata shown. */
    DemoSession viewFullRecord(DemoItem item) {
        return page(1, pageOf(item) + "?show=full", HTTPS_WWW, tracker.ofItem(site, item));
    }

    DemoSession viewSearchPage(String word) {
        return page(1, searchPage(word), HTTPS, tracker.ofSearchPage());
    }

    /** @param fileName may end in a query */
    DemoSession download(DemoItem item, String fileName) {
        String url = "https://" + item.host() + "/bitstream/" + item.local() + "/1/" + fileName;
        return add(Event.download(site.idsite(), 0, now, url, tracker.ofItem(site, item)));
    }

    /** From a portal to the item in its repository. */
    DemoSession followToRepository(DemoItem item) {
        return outlink(item, "https://" + item.host() + "/handle/" + item.local());
    }

    DemoSession outlink(DemoItem item, String url) {
        return add(Event.outlink(site.idsite(), 0, now, url, tracker.ofItem(site, item)));
    }

    /** As today's Matomo stores it: the words as the action's name, and no URL. */
    DemoSession search(String word) {
        int idaction = SEARCH_WORDS.indexOf(word) + 1;
        return add(Event.withoutUrl(site.idsite(), 0, now, Map.of("search_count", "12"))
                .with("idaction_name", String.valueOf(idaction)));
    }

    /** As an importer stores it that keeps the address of the search. */
    DemoSession searchWithUrl(String word) {
        return page(8, searchPage(word), HTTPS, Map.of("search_count", "12"));
    }

    /** A click on "cite this", which is neither a view nor a download. */
    DemoSession cite(DemoItem item) {
        return page(10, pageOf(item), HTTPS, tracker.ofItem(site, item));
    }

    DemoSession hitWithoutUrl(DemoItem item) {
        return add(Event.withoutUrl(site.idsite(), 0, now, tracker.ofItem(site, item)));
    }

    DemoSession hitPointingAt(long idaction, DemoItem item) {
        return add(Event.pointingAt(idaction, site.idsite(), 0, now, tracker.ofItem(site, item)));
    }

    /** The last hit once more. */
    DemoSession again() {
        return add(events.get(events.size() - 1).at(now));
    }

    /** The same visit, earlier. */
    DemoSession earlierBy(Duration duration) {
        now = now.minus(duration);
        events.replaceAll(event -> event.at(event.serverTime().minus(duration)));
        return this;
    }

    DemoSite site() {
        return site;
    }

    Instant first() {
        return events.get(0).serverTime();
    }

    Instant last() {
        return events.get(events.size() - 1).serverTime();
    }

    /** In order of time, without idvisit and idlink_va. */
    List<Event> events() {
        return List.copyOf(events);
    }

    Visit visit(long idvisit) {
        return new Visit(idvisit, site.idsite(), first(), last(), events.size(), country);
    }

    private DemoSession page(int type, String url, int prefix, Map<String, String> columns) {
        return add(new Event(0, site.idsite(), 0, now, null, type, url, prefix, columns));
    }

    private DemoSession add(Event event) {
        events.add(event);
        return this;
    }

    private String pageOf(DemoItem item) {
        return site.isRepository()
                ? site.host() + "/handle/" + item.local()
                : site.host() + "/vufind/Record/" + item.recordId();
    }

    private String searchPage(String word) {
        return site.host()
                + (site.isRepository() ? "/discover?query=" : "/vufind/Search/Results?lookfor=")
                + word.replace(' ', '+');
    }
}
