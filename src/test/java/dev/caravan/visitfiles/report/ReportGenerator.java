package dev.caravan.visitfiles.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Writes made-up reports like real ones: addresses of example.com, networks of the documentation. The same seed gives
 * the same bytes.
 */
public final class ReportGenerator {

    /** The three that make a set: 1,997 people, 2,001 rows; four people have two. */
    public static final List<Integer> SET = List.of(7, 8, 9);

    private static final String HEADER = "email,%s,Badmail,Baja,Fecha envio,Fecha open,Opens,Opens virales,Fecha click,"
            + "Clicks,Clicks virales,Links,IPs,Navegadores,Plataformas";
    private static final int MAX_OPENS = 7;

    /** What makes a row of a large file a bad one: in turn. */
    private static final List<Consumer<String[]>> BREAKS = List.of(
            cells -> cells[0] = "nobody",
            cells -> cells[4] = "2013-02-08 18:30",
            cells -> cells[6] = "one",
            cells -> cells[14] = "\"Win7");

    private final Random random;

    /**
     * The figures of one report.
     *
     * @param rows with these two: the same person twice
     * @param opened rows; of them some {@code early}, that is before they were sent, and some {@code unrecognised}
     * @param clicked of those opened; {@code earlyClicks} of those opened early
     * @param hard of the rows without activity, like {@code idleGone}
     * @param earlyGone unsubscribed rows, opened early
     * @param lateGone unsubscribed rows, opened later
     */
    private record Shape(
            String column2,
            LocalDateTime sent,
            int firstPerson,
            int rows,
            int opened,
            int early,
            int unrecognised,
            int opens,
            int viral,
            int clicked,
            int earlyClicks,
            int clicks,
            int hard,
            int idleGone,
            int earlyGone,
            int lateGone) {}

    private static final LocalDateTime FRIDAY = LocalDateTime.parse("2013-02-08T18:30");

    private static final Shape SEVENTH = new Shape("jk", FRIDAY, 1, 501, 109, 60, 45, 143, 10, 22, 10, 27, 63, 3, 3, 1);
    private static final Shape EIGHTH = new Shape("jyv", FRIDAY, 1001, 500, 112, 65, 33, 132, 8, 9, 4, 10, 49, 2, 3, 0);
    private static final Shape NINTH = new Shape(
            "fgh", LocalDateTime.parse("2013-02-14T17:35"), 2001, 994, 156, 108, 58, 186, 5, 11, 7, 12, 127, 1, 1, 2);

    public ReportGenerator(long seed) {
        this.random = new Random(seed);
    }

    /** A person's row before it is written. */
    private static final class Draft {
        private final int person;
        private boolean hard;
        private boolean gone;
        private boolean early;
        private boolean recognised = true;
        private boolean opensKnown = true;
        private int opens;
        private int viral;
        private int clicks;

        Draft(int person) {
            this.person = person;
        }

        boolean active() {
            return opens + clicks > 0;
        }
    }

    /**
     * The lines of report 7, 8 or 9 with the figures of the real ones: 503, 503 and 995 rows, of them 62, 68 and 111
     * with warnings on 20 February 2013.
     */
    public List<String> report(int number) {
        return switch (number) {
            case 7 -> seventh();
            case 8 -> eighth();
            case 9 -> ninth();
            default -> throw new IllegalArgumentException("There are reports 7, 8 and 9");
        };
    }

    private List<String> seventh() {
        List<Draft> drafts = drafts(SEVENTH);
        Draft bounced = new Draft(900);
        bounced.hard = true;
        drafts.add(100, bounced);
        drafts.add(400, opened(900, true, 3, 1));
        return lines(SEVENTH, drafts);
    }

    /** Three people of report 7 are here, too. */
    private List<String> eighth() {
        List<Draft> drafts = drafts(EIGHTH);
        drafts.add(50, opened(1, true, 3, 1));
        drafts.add(150, opened(2, true, 1, 0));
        drafts.add(250, opened(3, true, 2, 0));
        drafts.get(250).viral = 1;
        return lines(EIGHTH, drafts);
    }

    /** One has clicked and not opened. */
    private List<String> ninth() {
        List<Draft> drafts = drafts(NINTH);
        Draft clicked = opened(2999, false, 0, 1);
        clicked.opensKnown = false;
        drafts.add(500, clicked);
        return lines(NINTH, drafts);
    }

    private static Draft opened(int person, boolean early, int opens, int clicks) {
        Draft draft = new Draft(person);
        draft.early = early;
        draft.opens = opens;
        draft.clicks = clicks;
        return draft;
    }

    private List<Draft> drafts(Shape shape) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < shape.rows(); i++) {
            Draft draft = new Draft(shape.firstPerson() + i);
            boolean opened = i < shape.opened();
            int idle = i - shape.opened();
            draft.opens = opened ? 1 : 0;
            draft.early = i < shape.early();
            boolean earlyClick = i < shape.earlyClicks();
            boolean lateClick = opened && i >= shape.opened() - (shape.clicked() - shape.earlyClicks());
            draft.clicks = earlyClick || lateClick ? 1 : 0;
            draft.hard = idle >= 0 && idle < shape.hard();
            draft.gone = i < shape.earlyGone()
                    || (i >= shape.early() && i < shape.early() + shape.lateGone())
                    || (idle >= shape.hard() && idle < shape.hard() + shape.idleGone());
            drafts.add(draft);
        }
        List<Draft> opened = new ArrayList<>(drafts.subList(0, shape.opened()));
        spread(shape.opens() - shape.opened(), opened, draft -> draft.opens < MAX_OPENS, draft -> draft.opens++);
        spread(shape.viral(), opened, draft -> draft.viral < Math.min(2, draft.opens), draft -> draft.viral++);
        spread(shape.clicks() - shape.clicked(), opened, draft -> draft.clicks == 1, draft -> draft.clicks++);
        spread(shape.unrecognised(), opened, draft -> draft.recognised, draft -> draft.recognised = false);
        Collections.shuffle(drafts, random);
        return drafts;
    }

    /** Does something so many times, each time to one that allows it. */
    private void spread(int times, List<Draft> drafts, Predicate<Draft> allows, Consumer<Draft> something) {
        for (int left = times; left > 0; ) {
            Draft draft = drafts.get(random.nextInt(drafts.size()));
            if (allows.test(draft)) {
                something.accept(draft);
                left--;
            }
        }
    }

    private List<String> lines(Shape shape, List<Draft> drafts) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER.formatted(shape.column2()));
        drafts.forEach(draft -> lines.add(String.join(",", cells(draft, shape.sent()))));
        return lines;
    }

    /** Writes lines, each ended by {@code end}, the last one too. */
    public static Path write(Path file, List<String> lines, String end) throws IOException {
        return Files.writeString(file, String.join(end, lines) + end);
    }

    /**
     * Writes a report of any size whose rows have the real ones' shares, each of another person.
     *
     * @param sent of all rows
     * @param firstPerson so that files can have people in common, or none
     * @param badEvery every so many rows one has an error; 0: none
     */
    public void large(Path file, LocalDateTime sent, long rows, int firstPerson, int badEvery) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write(HEADER.formatted("jyv") + "\n");
            for (long i = 1; i <= rows; i++) {
                String[] cells = cells(draft((int) (firstPerson + i - 1)), sent);
                if (badEvery > 0 && i % badEvery == 0) {
                    BREAKS.get((int) (i / badEvery % BREAKS.size())).accept(cells);
                }
                out.write(String.join(",", cells));
                out.write('\n');
            }
        }
    }

    private Draft draft(int person) {
        Draft draft = new Draft(person);
        if (random.nextInt(100) < 19) {
            int luck = random.nextInt(100);
            draft.opens = luck < 85 ? 1 : luck < 94 ? 2 : 3 + random.nextInt(MAX_OPENS - 2);
            draft.viral = random.nextInt(20) == 0 ? 1 : 0;
            draft.early = random.nextInt(100) < 62;
            draft.recognised = random.nextInt(100) >= 36;
            draft.clicks = random.nextInt(100) < 12 ? 1 + random.nextInt(2) : 0;
            draft.gone = random.nextInt(1000) < 28;
        } else {
            draft.hard = random.nextInt(100) < 15;
            draft.gone = random.nextInt(1000) < 3;
        }
        return draft;
    }

    private String[] cells(Draft draft, LocalDateTime sent) {
        LocalDateTime opened =
                draft.early ? sent.minusMinutes(60 + random.nextInt(360)) : sent.plusMinutes(1 + random.nextInt(7000));
        return new String[] {
            "person" + padded(7, draft.person) + "@example.com",
            "",
            draft.hard ? "HARD" : "",
            draft.gone ? "SI" : "",
            date(sent),
            !draft.opensKnown ? "" : draft.opens == 0 ? "-" : date(opened),
            Integer.toString(draft.opens),
            Integer.toString(draft.viral),
            draft.clicks == 0 ? "-" : date(opened.plusMinutes(2)),
            Integer.toString(draft.clicks),
            "0",
            draft.clicks == 0 ? "-" : list(draft.clicks, () -> Integer.toString(random.nextInt(20))),
            draft.active() ? list(1 + draft.viral, () -> "192.0.2." + random.nextInt(256)) : "-",
            draft.active() ? browsers(draft) : "-",
            draft.active() ? list(1 + draft.viral % 2, () -> one("Win7", "WinXP", "MacOSX", "unknown")) : "-"
        };
    }

    private String browsers(Draft draft) {
        return !draft.recognised
                ? ""
                : draft.viral == 0
                        ? one("IE 9.0", "Firefox 3.6", "Chrome Generic", "Nokia")
                        : one("\"IE 9.0,\"", "\",Chrome Generic\"", "\"IE 6.0,,IE 8.0\"");
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String list(int size, Supplier<String> element) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(element.get());
        }
        return size == 1 ? elements.get(0) : '"' + String.join(",", elements) + '"';
    }

    /** Not by a formatter: a bench writes millions. */
    private static String date(LocalDateTime time) {
        return padded(2, time.getDayOfMonth())
                + '/'
                + padded(2, time.getMonthValue())
                + '/'
                + time.getYear()
                + ' '
                + padded(2, time.getHour())
                + ':'
                + padded(2, time.getMinute());
    }

    private static String padded(int digits, int number) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
