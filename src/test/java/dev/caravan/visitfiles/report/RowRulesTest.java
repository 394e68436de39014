package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.visitfiles.report.ValidationSettings.Duplicate;
import dev.caravan.visitfiles.report.ValidationSettings.EmptyBrowser;
import dev.caravan.visitfiles.report.ValidationSettings.UnknownWord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowRulesTest {

    @TempDir
    private Path folder;

    private Judged judged(String... rows) {
        return Judged.rows(folder, rows);
    }

    private Judged judged(ValidationSettings settings, String... rows) {
        String text = Judged.HEADER + "\n" + String.join("\n", rows);
        return Judged.bytes(folder, text.getBytes(StandardCharsets.UTF_8), Layout.STANDARD, settings);
    }

    /** A valid row with one cell, counted from 1, replaced. */
    private static String with(int column, String value) {
        String[] cells = Judged.row("ana").split(",", -1);
        cells[column - 1] = value;
        return String.join(",", cells);
    }

    private static String sent(String date) {
        return with(5, date);
    }

    @Test
    @DisplayName("A-11: lists in quotes stay lists, and no line end gets into the last cell")
    void keepsLists() {
        String row = "ana@ejemplo.com,,,,08/02/2013 18:30,12/02/2013 09:54,3,1,-,0,0,-,"
                + "\"148.202.16.130,187.163.25.122\",\"IE 9.0,\",\"Win7,unknown\"";

        Judged judged = Judged.text(folder, Judged.HEADER + "\r\n" + row + "\r\n");

        assertThat(judged.verdict()).isEqualTo(Verdict.COMPLETADO);
        assertThat(judged.rows())
                .containsExactly(new VisitRow(
                        2,
                        "ana@ejemplo.com",
                        null,
                        null,
                        null,
                        LocalDateTime.parse("2013-02-08T18:30"),
                        LocalDateTime.parse("2013-02-12T09:54"),
                        3,
                        1,
                        null,
                        0,
                        0,
                        null,
                        "148.202.16.130,187.163.25.122",
                        "IE 9.0,",
                        "Win7,unknown",
                        List.of()));
    }

    @Test
    @DisplayName("A-12: the last line needs no end")
    void readsALastLineWithoutEnd() {
        Judged judged = Judged.text(folder, Judged.HEADER + "\n" + Judged.row("ana") + "\n" + Judged.row("beto"));

        assertThat(judged.emails()).containsExactly("ana@ejemplo.com", "beto@ejemplo.com");
        assertThat(judged.summary().fileWarnings()).isEmpty();
    }

    @Test
    @DisplayName("A-13: a row with a bad address goes aside, with the line as it was")
    void putsARowWithABadAddressAside() {
        String bad = Judged.row("x").replace("x@ejemplo.com", "sin-arroba.com");

        Judged judged = judged(Judged.row("ana"), bad, Judged.row("caro"));

        assertThat(judged.verdict()).isEqualTo(Verdict.COMPLETADO_CON_ERRORES);
        assertThat(judged.emails()).containsExactly("ana@ejemplo.com", "caro@ejemplo.com");
        assertThat(judged.errors())
                .containsExactly(new RowError(3, List.of("R-03"), "email", "sin-arroba.com", Code.R_03.text(), bad));
    }

    @Test
    @DisplayName("A-14: a date in another form")
    void refusesADateInAnotherForm() {
        Judged judged = judged(sent("2013-02-08 18:30"), Judged.row("beto"));

        assertThat(judged.errorsInShort()).containsExactly("2 R-06 Fecha envio");
        assertThat(judged.emails()).containsExactly("beto@ejemplo.com");
    }

    @Test
    @DisplayName("A-15: dates that are none")
    void refusesDatesThatAreNone() {
        assertThat(judged(sent("31/02/2013 10:00"), sent("08/02/2013 24:00"), sent("8/2/2013 9:05"))
                        .errorsInShort())
                .containsExactly("2 R-06 Fecha envio", "3 R-06 Fecha envio", "4 R-06 Fecha envio");
    }

    @Test
    @DisplayName("A-16: no date of the visit")
    void refusesARowWithoutItsDate() {
        assertThat(judged(sent("-"), Judged.row("beto"), sent("")).errorsInShort())
                .containsExactly("2 R-05 Fecha envio", "4 R-05 Fecha envio");
    }

    @Test
    @DisplayName("A-17: a date of an open or a click may be empty or -")
    void takesNoOpenAndNoClick() {
        Judged judged = judged(with(6, ""), with(9, "-"));

        assertThat(judged.rows()).hasSize(2).allMatch(row -> row.opened() == null && row.clicked() == null);
    }

    @Test
    @DisplayName("A-18: counts are whole numbers; none counts as 0")
    void refusesCountsThatAreNone() {
        Judged judged =
                judged(with(7, "abc"), with(10, "-1"), with(7, "1.0"), with(11, "\"1,000\""), with(8, "2147483648"));

        assertThat(judged.errorsInShort())
                .containsExactly(
                        "2 R-10 Opens",
                        "3 R-10 Clicks",
                        "4 R-10 Opens",
                        "5 R-10 Clicks virales",
                        "6 R-10 Opens virales");
        assertThat(judged(with(7, "-"), with(11, "")).rows())
                .hasSize(2)
                .allMatch(row -> row.opens() == 0 && row.warnings().contains("W-13"));
        assertThat(judged(with(8, "2147483647")).rows().get(0).viralOpens()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    @DisplayName("A-19: rows with a field too few or too many")
    void refusesRowsWithAnotherNumberOfFields() {
        Judged judged = judged(Judged.row("ana").replaceFirst(",-$", ""), Judged.row("ana") + ",-", Judged.row("caro"));

        assertThat(judged.errorsInShort()).containsExactly("2 R-01 null", "3 R-01 null");
        assertThat(judged.errors().get(1).message()).endsWith("expected 15, found 16");
        assertThat(judged.emails()).containsExactly("caro@ejemplo.com");
    }

    @Test
    @DisplayName("A-20: a quote that is not closed ends with its line")
    void readsOnAfterAQuoteThatIsNotClosed() {
        Judged judged = judged(with(13, "\"192.0.2.1"), Judged.row("beto"));

        assertThat(judged.errorsInShort()).containsExactly("2 R-15 null");
        assertThat(judged.emails()).containsExactly("beto@ejemplo.com");
    }

    @Test
    @DisplayName("A-21: a row has all its codes, and the first decides")
    void keepsAllCodesOfARow() {
        Judged judged = judged("mal@,,,,x,y,-1,0,z,0,0,-,-,-,-", "mal@,,,,x,-,0,0,-,0,0,-,-,-,-");

        assertThat(judged.errors().get(0).codes()).containsExactly("R-03", "R-06", "R-07", "R-08", "R-10");
        assertThat(judged.errors().get(1).codes()).containsExactly("R-03", "R-06");
        assertThat(judged.summary().errorCodes()).isEqualTo(Map.of("R-03", 2L));
    }

    @Test
    @DisplayName("A-22: one address twice, first bounced, then active")
    void warnsOfTheSameVisitTwice() {
        Judged judged = judged(
                "d@ejemplo.com,,HARD,,08/02/2013 18:30,-,0,0,-,0,0,-,-,-,-",
                "d@ejemplo.com,,,,08/02/2013 18:30,08/02/2013 16:05,3,0,08/02/2013 16:06,1,0,0,192.0.2.1,IE 9.0,Win7");

        assertThat(judged.rows())
                .extracting(VisitRow::warnings)
                .containsExactly(List.of(), List.of("W-01", "W-02", "W-09"));
        assertThat(judged.summary().warned()).isEqualTo(1);
    }

    @Test
    @DisplayName("A-23: an address is the same in upper and lower case, and with blanks around it")
    void takesAddressesInLowerCase() {
        Judged judged = judged(
                Judged.row("ana").replace("ana@ejemplo.com", " Ana@Ejemplo.COM "),
                Judged.row("ana").replace("08/02/2013 18:30", "09/02/2013 10:00"));

        assertThat(judged.emails()).containsExactly("ana@ejemplo.com", "ana@ejemplo.com");
        assertThat(judged.summary().warned()).isZero();
    }

    @Test
    @DisplayName("A-46: a file with bad rows only, and the warning that there are many")
    void warnsOfManyErrors() {
        Judged judged = judged(with(1, "a b@ejemplo.com"), with(1, "-"));

        assertThat(judged.verdict()).isEqualTo(Verdict.COMPLETADO_CON_ERRORES);
        assertThat(judged.summary())
                .isEqualTo(new Summary(2, 0, 2, 0, Map.of("R-02", 1L, "R-03", 1L), Map.of(), List.of("W-18")));
        String[] oneInTwenty = new String[20];
        Arrays.fill(oneInTwenty, Judged.row("ana"));
        oneInTwenty[7] = with(1, "-");
        assertThat(judged(oneInTwenty).summary().fileWarnings()).isEmpty();
    }

    @Test
    @DisplayName("A-48: a date may be up to a day after now")
    void refusesDatesInTheFuture() {
        Judged judged = judged(sent("22/02/2013 02:01"), sent("21/02/2013 02:00"), sent("21/02/2013 02:01"));

        assertThat(judged.errorsInShort()).containsExactly("2 R-09 Fecha envio", "4 R-09 Fecha envio");
        assertThat(judged(sent("31/12/1999 23:59"), sent("01/01/2000 00:00")).errorsInShort())
                .containsExactly("2 R-09 Fecha envio");
        assertThat(judged(with(6, "22/02/2013 02:01"), with(9, "01/01/1999 00:00"))
                        .errorsInShort())
                .containsExactly("2 R-09 Fecha open", "3 R-09 Fecha click");
    }

    @Test
    @DisplayName("A-49: blank lines are skipped and keep their numbers")
    void skipsBlankLines() {
        Judged judged = judged(Judged.row("ana"), "", " \t ", Judged.row("beto"), "", "");

        assertThat(judged.rows()).extracting(VisitRow::line).containsExactly(2, 5);
        assertThat(judged.summary().read()).isEqualTo(2);
        Judged later = Judged.text(folder, "\n \n" + Judged.HEADER + "\n\n" + Judged.row("ana"));
        assertThat(later.rows()).extracting(VisitRow::line).containsExactly(5);
    }

    @Test
    @DisplayName("A-50: of the addresses of the rule one is valid")
    void refusesTheAddressesOfTheRule() {
        Judged judged = judged(
                with(1, "a..b@ejemplo.com"),
                with(1, ".a@ejemplo.com"),
                with(1, "a@ejemplo"),
                with(1, "a@-x.com"),
                with(1, "\u00f1@ejemplo.com"),
                with(1, "a@b@c.com"),
                with(1, "a b@ejemplo.com"),
                with(1, "o'neil+x@sub.ejemplo.com.mx"));

        assertThat(judged.emails()).containsExactly("o'neil+x@sub.ejemplo.com.mx");
        assertThat(judged.summary().errorCodes()).isEqualTo(Map.of("R-03", 7L));
    }

    @Test
    void saysOfAnAddressThatIsTooLongThatItIsTooLong() {
        String longLocal = "a".repeat(65) + "@ejemplo.com";
        String longAddress = "a@" + "b".repeat(60) + (".c" + "d".repeat(60)).repeat(4) + ".com";

        assertThat(judged(with(1, longLocal), with(1, longAddress), with(1, "@".repeat(300)))
                        .errorsInShort())
                .containsExactly("2 R-04,R-03 email", "3 R-04,R-03 email", "4 R-04,R-03 email");
    }

    @ParameterizedTest(name = "an empty browser is {4} with IPs {0}, platforms {1}, browsers {2}, {3}")
    @CsvSource(
            nullValues = "NULL",
            value = {
                "192.0.2.1, Win7, '', KEEP, ''",
                "192.0.2.1, -,    '', KEEP, ''",
                "-,         Win7, '', KEEP, ''",
                "-,         -,    '', KEEP, NULL",
                "192.0.2.1, Win7, -,  KEEP, NULL",
                "192.0.2.1, Win7, '', NULL_VALUE, NULL",
                "192.0.2.1, Win7, IE, NULL_VALUE, IE"
            })
    void keepsThatABrowserWasNotRecognised(
            String ips, String platforms, String browsers, String keep, String expected) {
        EmptyBrowser setting = keep.equals("KEEP") ? EmptyBrowser.KEEP : EmptyBrowser.NULL;
        ValidationSettings settings = Judged.settings(UnknownWord.WARN, Duplicate.KEEP, Integer.MAX_VALUE, setting);
        String row = "ana@ejemplo.com,,,,08/02/2013 18:30,-,0,0,-,0,0,-," + ips + "," + browsers + "," + platforms;

        assertThat(judged(settings, row).rows().get(0).browsers()).isEqualTo(expected);
    }

    @Test
    void refusesTextsOfMoreThan4000Characters() {
        String most = "\ud83d\ude00".repeat(4000);

        for (int column : new int[] {2, 3, 4, 12, 13, 14, 15}) {
            Judged judged = judged(with(column, most), with(column, most + "x"));

            assertThat(judged.errors()).singleElement().satisfies(error -> assertThat(error.codes())
                    .containsExactly("R-13"));
            assertThat(judged.errors().get(0).value()).hasSize(512);
            assertThat(judged.rows()).hasSize(1);
        }
    }

    @Test
    void refusesControlCharactersButTabs() {
        Judged judged = judged(with(14, "a\u0007b"), with(14, "a\tb"), with(1, "ana@ejemplo.com\u001b"));

        assertThat(judged.errorsInShort()).containsExactly("2 R-14 Navegadores", "4 R-03,R-14 email");
        assertThat(judged.rows().get(0).browsers()).isEqualTo("a\tb");
    }

    @Test
    void refusesALineThatIsTooLongAndReadsOn() {
        Layout narrow = new Layout(Layout.NAMES, List.of("jyv"), Optional.empty(), 1000, 1 << 30);
        String row = "\u00f1".repeat(150_000);

        Judged judged = Judged.bytes(
                folder,
                (Judged.HEADER + "\r\n" + row + "\r\n" + Judged.row("beto") + "\r\n" + row)
                        .getBytes(StandardCharsets.UTF_8),
                narrow,
                Judged.STANDARD);

        assertThat(judged.errorsInShort()).containsExactly("2 R-16 null", "4 R-16 null");
        assertThat(judged.errors().get(0).original()).isEqualTo("\u00f1".repeat(500));
        assertThat(judged.emails()).containsExactly("beto@ejemplo.com");
        assertThat(judged.summary().fileWarnings()).containsExactly("W-18", "W-19");
    }

    @Test
    void warnsOfWhatIsOddButReal() {
        String base = "ana@ejemplo.com,,%s,%s,08/02/2013 18:30,%s,%s,%s,%s,%s,%s,-,%s,-,-";
        Judged judged = judged(
                base.formatted("", "", "", "0", "0", "09/02/2013 20:30", "1", "0", "192.0.2.1"),
                base.formatted("", "", "09/02/2013 18:30", "0", "0", "-", "0", "0", "::1"),
                base.formatted("", "", "09/02/2013 18:30", "1", "2", "-", "0", "1", "2001:db8::7"),
                base.formatted("HARD", "SI", "09/02/2013 18:30", "1", "0", "-", "0", "0", "999.0.0.1"),
                base.formatted("hard", "YES", "-", "0", "0", "-", "1000", "0", "\"192.0.2.1,\""));

        assertThat(judged.rows())
                .extracting(row -> String.join(",", row.warnings()))
                .containsExactly("W-03", "W-04,W-09", "W-06,W-09", "W-07,W-08,W-09,W-12", "W-03,W-05,W-09,W-11,W-12");
        assertThat(judged.verdict()).isEqualTo(Verdict.COMPLETADO);
    }

    @Test
    void rejectsByTheSettingsWhatElseIsAWarning() {
        ValidationSettings strict = Judged.settings(UnknownWord.REJECT, Duplicate.REJECT, 20, EmptyBrowser.KEEP);
        ValidationSettings lax =
                Judged.settings(UnknownWord.IGNORE, Duplicate.KEEP, Integer.MAX_VALUE, EmptyBrowser.KEEP);
        String[] rows = {
            with(3, "SPAM"),
            with(4, "YES"),
            with(7, "21"),
            Judged.row("ana"),
            Judged.row("ana"),
            with(3, "SOFT"),
            with(4, "NO")
        };

        assertThat(judged(strict, rows).errorsInShort())
                .containsExactly("2 R-11 Badmail", "3 R-12 Baja", "4 R-10 Opens", "6 R-17 null");
        Judged ignored = judged(lax, rows);
        assertThat(ignored.errors()).isEmpty();
        assertThat(ignored.summary().warningCodes()).doesNotContainKey("W-11");
        assertThat(judged(rows).summary().warningCodes()).containsEntry("W-11", 2L);
    }

    @Test
    void warnsOfALastLineThatMayBeCutOff() {
        assertThat(judged(Judged.row("ana"), "beto@ejemplo.com,,,").summary().fileWarnings())
                .containsExactly("W-18", "W-19");
        assertThat(judged(Judged.row("ana"), "beto@ejemplo.com,,,", Judged.row("caro"), "")
                        .summary()
                        .fileWarnings())
                .containsExactly("W-18");
    }
}
