package dev.caravan.usage;

import static dev.caravan.usage.Rows.DOWNLOAD;
import static dev.caravan.usage.Rows.OUTLINK;
import static dev.caravan.usage.Rows.VIEW;
import static dev.caravan.usage.Rows.at;
import static dev.caravan.usage.Rows.item;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The worked examples 1 to 6 that describe the original, each under the original's rules and under the default ones.
 * Examples 4 and 5 expect what the original should have given: a repeat and midnight change nothing.
 */
final class WorkedExamples {

    static final Instant MARCH = at("2025-03-01T00:00:00");
    static final Instant APRIL = at("2025-04-01T00:00:00");
    static final Instant MAY = at("2025-05-01T00:00:00");

    private static final String BR = "oai:repo.br:";
    private static final PlainRules V1 = PlainRules.v1("R", "BR");
    private static final PlainRules STANDARD = PlainRules.standard("R", "BR");

    private WorkedExamples() {}

    static List<WorkedExample> all() {
        return List.of(
                march("1, original", example1(), V1, example1ExpectedV1()),
                march("1, default", example1(), STANDARD, example1Expected()),
                march("2, original", example2(), PlainRules.v1("L", "0"), example2Expected()),
                march("2, default", example2(), PlainRules.standard("L", "0"), example2Expected()),
                march("3, normalise, original", example3Normalise(), V1, example3NormaliseExpected("0")),
                march("3, normalise, default", example3Normalise(), STANDARD, example3NormaliseExpected("1")),
                march(
                        "3, pattern, original",
                        example3Regex(),
                        pattern(V1),
                        example3RegexExpected("0", "oai:https://repo.br/server:1/12")),
                march(
                        "3, pattern, default",
                        example3Regex(),
                        pattern(STANDARD),
                        example3RegexExpected("1", BR + "1/12")),
                march("3, file, original", example3File(), file(V1), example3FileExpected()),
                march("3, file, default", example3File(), file(STANDARD), example3FileExpected()),
                march("4, original", example1().twice(), V1, example1ExpectedV1()),
                march("4, default", example1().twice(), STANDARD, example1Expected()),
                march("5, March", example5(), STANDARD, List.of(item(BR + "1/10", "BR", "3/0/2/2", "br 3/0/2/2"))),
                new WorkedExample(
                        "5, April",
                        example5().visits,
                        example5().events,
                        STANDARD,
                        APRIL,
                        MAY,
                        List.of(
                                item(BR + "1/10", "BR", "0/0/1/0", "br 0/0/1/0"),
                                item(BR + "1/11", "BR", "1/0/0/0", "br 1/0/0/0"))),
                march("6, original", example6(), V1, example6Expected()),
                march("6, default", example6(), STANDARD, example6Expected()));
    }

    private static WorkedExample march(String name, Rows rows, PlainRules rules, List<PlainItem> expected) {
        return new WorkedExample(name, rows.visits, rows.events, rules, MARCH, APRIL, expected);
    }

    /** A repository's month with robots, thumbnails, identifiers without content and a visitor from nowhere. */
    static Rows example1() {
        return new Rows()
                .visit(1, "2025-03-05T10:00:00", "2025-03-05T10:00:40", 4L, "br")
                .visit(2, "2025-03-05T11:00:00", "2025-03-05T11:00:00", 1L, "ar")
                .visit(3, "2025-03-06T12:00:00", "2025-03-06T12:01:00", 50L, "us")
                .visit(4, "2025-03-07T12:00:00", "2025-03-07T12:03:20", 50L, "br")
                .visit(5, "2025-03-08T00:00:00", "2025-03-08T23:00:00", 120L, "cl")
                .visit(6, "2025-03-09T09:00:00", "2025-03-09T09:00:10", 2L, "mx")
                .visit(7, "2025-03-10T09:00:00", "2025-03-10T09:05:00", 2L, null)
                .event(1, "2025-03-05T10:00:00", BR + "1/10", VIEW, "repo.br/handle/1/10", null)
                .event(1, "2025-03-05T10:00:03", BR + "1/10", VIEW, "repo.br/handle/1/10", null)
                .event(1, BR + "1/10", DOWNLOAD, "https://repo.br/bitstream/1/10/1/a.pdf", null)
                .event(1, BR + "1/11", VIEW)
                .event(2, BR + "1/10", DOWNLOAD, "https://repo.br/bitstream/1/10/1/a.pdf", null)
                .event(3, BR + "1/10", VIEW)
                .event(4, BR + "1/10", VIEW)
                .event(4, BR + "1/11", DOWNLOAD, "https://repo.br/bitstream/1/11/1/B.DOC.JPG", null)
                .event(4, BR + "1/12", DOWNLOAD, "https://repo.br/bitstream/1/12/1/c.docx.jpg", null)
                .event(4, BR + "1/12", DOWNLOAD, "https://repo.br/bitstream/1/12/1/c.pdf.jpg?sequence=6", null)
                .event(5, BR + "1/11", VIEW)
                .event(6, null, VIEW)
                .event(6, "", VIEW)
                .event(7, BR + "1/12", VIEW)
                .event(7, BR + "1/12", OUTLINK)
                .event(99, BR + "1/12", VIEW);
    }

    private static List<PlainItem> example1ExpectedV1() {
        return List.of(
                item("", "BR", "1/0/0/0", "mx 1/0/0/0"),
                item(BR + "1/10", "BR", "2/0/2/1", "br 2/0/1/1", "ar 0/0/1/0"),
                item(BR + "1/11", "BR", "1/0/0/0", "br 1/0/0/0"),
                item(BR + "1/12", "BR", "1/1/1/1", "br 0/0/1/0", "null 1/1/0/1"));
    }

    private static List<PlainItem> example1Expected() {
        return List.of(
                item(BR + "1/10", "BR", "2/0/2/1", "br 2/0/1/1", "ar 0/0/1/0"),
                item(BR + "1/11", "BR", "1/0/0/0", "br 1/0/0/0"),
                item(BR + "1/12", "BR", "1/1/0/1", "xx 1/1/0/1"));
    }

    /** A regional aggregator: the item's country comes with the event. */
    static Rows example2() {
        return new Rows()
                .visit(1, "br")
                .visit(2, "xx")
                .visit(3, "es")
                .event(1, BR + "1/10", VIEW, null, "BR_aa11|Silva|Titulo")
                .event(1, BR + "1/10", OUTLINK, null, null)
                .event(2, "oai:repo.cl:9", VIEW, null, "CL_zz|Rojas|Titulo")
                .event(2, "oai:repo.xx:7", VIEW, null, "ab")
                .event(3, "oai:repo.es:5", VIEW, null, "ES_1|Ruiz|Titulo")
                .event(3, "oai:repo.es:5", VIEW, null, "PE_9|Ruiz|Titulo")
                .event(3, null, VIEW, null, "Facet|x");
    }

    private static List<PlainItem> example2Expected() {
        return List.of(
                item(BR + "1/10", "BR", "1/1/0/1", "br 1/1/0/1"),
                item("oai:repo.cl:9", "CL", "1/0/0/0", "xx 1/0/0/0"),
                item("oai:repo.es:5", "PE", "1/0/0/0", "es 1/0/0/0"),
                item("oai:repo.xx:7", "XX", "1/0/0/0", "xx 1/0/0/0"));
    }

    /** One item under two spellings within a visit. */
    static Rows example3Normalise() {
        return twoVisits()
                .event(1, BR + "1/10", VIEW)
                .event(1, "oai:https://repo.br/server:1/10", DOWNLOAD)
                .event(2, "oai:https://repo.br/server:1/10", VIEW)
                .event(2, "oai:repo.br/rest:1/11", VIEW);
    }

    private static List<PlainItem> example3NormaliseExpected(String conversions) {
        return List.of(
                item(BR + "1/10", "BR", "2/0/1/" + conversions, "br 1/0/1/" + conversions, "ar 1/0/0/0"),
                item(BR + "1/11", "BR", "1/0/0/0", "ar 1/0/0/0"));
    }

    /** Identifiers of a repository that moved. */
    static Rows example3Regex() {
        return twoVisits()
                .event(1, "oai:old.repo.br:1/10", VIEW)
                .event(1, BR + "1/10", DOWNLOAD)
                .event(2, "oai:old.repo.br:1/10", DOWNLOAD)
                .event(2, "oai:https://repo.br/server:1/12", VIEW);
    }

    private static PlainRules pattern(PlainRules rules) {
        return rules.withRegex("^oai:old\\.repo\\.br:(.*)$", "oai:repo.br:\\1");
    }

    private static List<PlainItem> example3RegexExpected(String conversions, String other) {
        PlainItem moved = item(BR + "1/10", "BR", "1/0/2/" + conversions, "br 1/0/1/" + conversions, "ar 0/0/1/0");
        PlainItem second = item(other, "BR", "1/0/0/0", "ar 1/0/0/0");
        return other.startsWith(BR) ? List.of(moved, second) : List.of(second, moved);
    }

    /** Identifiers that a list renames. */
    static Rows example3File() {
        return twoVisits()
                .event(1, "oai:dnet:0001", VIEW)
                .event(1, "oai:dnet:0002", DOWNLOAD)
                .event(2, "oai:dnet:0003", DOWNLOAD)
                .event(2, "oai:dnet:0004", VIEW);
    }

    private static PlainRules file(PlainRules rules) {
        return rules.withFile(Map.of(
                "oai:dnet:0001", BR + "10261/1", "oai:dnet:0002", BR + "10261/2", "oai:dnet:0003", BR + "10261/1"));
    }

    private static List<PlainItem> example3FileExpected() {
        return List.of(
                item("oai:dnet:0004", "BR", "1/0/0/0", "ar 1/0/0/0"),
                item(BR + "10261/1", "BR", "1/0/1/0", "br 1/0/0/0", "ar 0/0/1/0"),
                item(BR + "10261/2", "BR", "0/0/1/0", "br 0/0/1/0"));
    }

    private static Rows twoVisits() {
        return new Rows().visit(1, "br").visit(2, "ar");
    }

    /** Visits across midnight and across the month's end. */
    static Rows example5() {
        return new Rows()
                .visit(1, "2025-03-01T00:00:00", "2025-03-01T00:00:30", 2L, "br")
                .visit(2, "2025-03-31T23:50:00", "2025-04-01T00:10:00", 3L, "br")
                .visit(3, "2025-03-15T23:55:00", "2025-03-16T00:05:00", 2L, "br")
                .event(1, "2025-03-01T00:00:00", BR + "1/10", VIEW, "repo.br/handle/1/10", null)
                .event(1, "2025-03-01T00:00:30", BR + "1/10", DOWNLOAD, "https://repo.br/1/10/a.pdf", null)
                .event(2, "2025-03-31T23:50:00", BR + "1/10", VIEW, "repo.br/handle/1/10", null)
                .event(2, "2025-04-01T00:00:00", BR + "1/10", DOWNLOAD, "https://repo.br/1/10/a.pdf", null)
                .event(2, "2025-04-01T00:10:00", BR + "1/11", VIEW, "repo.br/handle/1/11", null)
                .event(3, "2025-03-15T23:55:00", BR + "1/10", VIEW, "repo.br/handle/1/10", null)
                .event(3, "2025-03-16T00:05:00", BR + "1/10", DOWNLOAD, "https://repo.br/1/10/a.pdf", null);
    }

    /** The boundaries between people and robots: one item per visit, named actions-seconds. */
    static Rows example6() {
        Rows rows = new Rows();
        Object[][] boundaries = {
            {0L, 0}, {10L, 0}, {11L, 22}, {11L, 23}, {99L, 7200}, {100L, 7200}, {null, 60}, {5L, -30}
        };
        for (int i = 0; i < boundaries.length; i++) {
            Long actions = (Long) boundaries[i][0];
            int seconds = (Integer) boundaries[i][1];
            String last =
                    at("2025-03-15T12:00:00").plusSeconds(seconds).toString().replace("Z", "");
            rows.visit(i + 1, "2025-03-15T12:00:00", last, actions, "br");
            rows.event(i + 1, BR + actions + "-" + seconds, VIEW);
        }
        return rows;
    }

    private static List<PlainItem> example6Expected() {
        return List.of("0-0", "10-0", "11-23", "5--30", "99-7200").stream()
                .map(local -> item(BR + local, "BR", "1/0/0/0", "br 1/0/0/0"))
                .toList();
    }
}
