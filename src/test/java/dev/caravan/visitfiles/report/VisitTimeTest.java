package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitTimeTest {

    private static final DateTimeFormatter OF_THE_JDK =
            DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm").withResolverStyle(ResolverStyle.STRICT);

    @Test
    void readsWhatTheJdkReads() {
        Random random = new Random(5);
        int dates = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = "%02d/%02d/%04d %02d:%02d"
                    .formatted(
                            random.nextInt(34),
                            random.nextInt(14),
                            1895 + random.nextInt(210),
                            random.nextInt(26),
                            random.nextInt(62));
            LocalDateTime expected = ofTheJdk(text);
            dates += expected == null ? 0 : 1;
            assertThat(VisitTime.parse(text)).as(text).isEqualTo(expected);
        }
        assertThat(dates).isBetween(10_000, 19_000);
    }

    private static LocalDateTime ofTheJdk(String text) {
        try {
            return LocalDateTime.parse(text, OF_THE_JDK);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8/2/2013 9:05",
                "08/02/13 18:30",
                "08-02-2013 18:30",
                "2013-02-08 18:30",
                "08/02/2013  18:30",
                "08/02/2013T18:30",
                "08/02/2013 18:30:00",
                "08/02/2013",
                "29/02/2013 10:00",
                "\u0660\u0668/02/2013 18:30",
                "-1/02/2013 18:30",
                ""
            })
    void refusesOtherForms(String text) {
        assertThat(VisitTime.parse(text)).isNull();
    }
}
