package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.MimeType;

class AcceptTest {

    private static final List<MimeType> OFFERED =
            List.of(new MimeType("application", "json"), new MimeType("text", "csv"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                              | application/json",
                "text/csv                                         | text/csv",
                "TEXT/CSV; charset=utf-8                          | text/csv",
                "text/*                                           | text/csv",
                "application/json, text/csv                       | application/json",
                "text/csv, application/json                       | application/json",
                "application/json;q=0.5, text/csv                 | text/csv",
                "text/csv;q=0.9, */*;q=0.8                        | text/csv",
                "application/json;q=0, */*;q=0.1                  | text/csv",
                "text/html,application/xml;q=0.9,*/*;q=0.8        | application/json",
                "text/csv;q=0                                     | none",
                "image/png                                        | none",
                "application/json;q=0, text/*;q=0                 | none",
                "nonsense                                         | application/json",
                "text/csv;q=much                                  | application/json",
                ";;;                                              | application/json"
            })
    void takesWhatTheClientLikesBest(String header, String type) {
        assertThat(Accept.best(header, OFFERED).map(MimeType::toString).orElse("none"))
                .isEqualTo(type);
    }

    @Test
    void takesAnythingForNoWish() {
        assertThat(Accept.best(null, OFFERED)).contains(OFFERED.get(0));
        assertThat(Accept.best("", OFFERED)).contains(OFFERED.get(0));
    }
}
