package dev.caravan.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.matomo.EventTime;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A line asks for one request to Matomo's tracker")
class RequestParserTest {

    private final RequestParser parser = new RequestParser();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?idsite=1&rec=1&url=http%3A%2F%2Fa | ?idsite=1&rec=1&url=http%3A%2F%2Fa",
                "idsite=1&url=http%3A%2F%2Fa | ?idsite=1&url=http%3A%2F%2Fa&rec=1",
                "https://m.example.org/matomo.php?idsite=1&url=x#top | ?idsite=1&url=x&rec=1",
                "/matomo.php?idsite=1&url=x | ?idsite=1&url=x&rec=1",
                "idsite=1&url=http://a/?x=1#y z | ?idsite=1&url=http://a/?x=1%23y+z&rec=1",
                "idsite=1&&url=ñ&odd[a]=1&flag | ?idsite=1&url=%C3%B1&odd[a]=1&flag&rec=1",
                "{\"idsite\":1,\"url\":\"http://a/ñ&b\",\"cvar\":{\"1\":[\"id\",\"x\"]},\"uid\":null}"
                        + " | ?idsite=1&url=http%3A%2F%2Fa%2F%C3%B1%26b&cvar=%7B%221%22%3A%5B%22id%22%2C%22x%22%5D%7D&rec=1"
            })
    void takesEveryForm(String line, String query) throws RequestParser.Unfit {
        assertThat(parser.parse(1, line).query()).isEqualTo(query);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url=x | no idsite",
                "idsite=0&url=x | idsite is no whole number",
                "idsite=-1&url=x | idsite is no whole number",
                "idsite=1e3&url=x | idsite is no whole number",
                "idsite=99999999999&url=x | idsite is no whole number",
                "idsite=1 | nothing to track",
                "idsite=1&url= | nothing to track",
                "idsite=1&url=%zz | a % that two",
                "idsite=1&url=100% | a % that two",
                "idsite=1&url=x&rec=0 | rec is not 1",
                "idsite=1&url=x&cdt=yesterday | cdt is neither",
                "idsite=1&url=x&cdt=2026-02-30 10:00:00 | cdt is neither",
                "idsite=1&url=x&cdt=1700000000000 | cdt is neither",
                "https://m.example.org/matomo.php | a URL without a query",
                "{\"idsite\":1 | not one JSON object",
                "{\"idsite\":1,\"url\":\"x\"} {} | not one JSON object",
                "{\"idsite\":1,\"idsite\":2,\"url\":\"x\"} | not one JSON object",
                "nonsense | no idsite"
            })
    void refusesWhatMatomoCouldNotTrack(String line, String reason) {
        assertThat(catchThrowableOfType(RequestParser.Unfit.class, () -> parser.parse(1, line)))
                .hasMessageStartingWith(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "token_auth=secret",
        "TOKEN_AUTH=secret",
        "token.auth=secret",
        "token%5Fauth=secret",
        "%20token+auth=secret",
        "token_auth[]=secret",
        "token_auth=a&token_auth=secret"
    })
    void leavesOutATokenHoweverItIsWritten(String token) throws RequestParser.Unfit {
        assertThat(parser.parse(1, "idsite=1&" + token + "&url=x").query()).isEqualTo("?idsite=1&url=x&rec=1");
        assertThat(parser.tokens()).isEqualTo(1);
    }

    @Test
    void leavesOutATokenInJson() throws RequestParser.Unfit {
        assertThat(parser.parse(1, "{\"idsite\":\"1\",\"token_auth\":\"secret\",\"url\":\"x\"}")
                        .query())
                .isEqualTo("?idsite=1&url=x&rec=1");
    }

    @ParameterizedTest
    @CsvSource({
        "cdt=1700000000, 2023-11-14T22:13:20Z",
        "cdt=2023-11-14%2022:13:20, 2023-11-14T22:13:20Z",
        "cdt=2023-11-14+22%3A13%3A20, 2023-11-14T22:13:20Z",
        "cdt=1&cdt=1700000000, 2023-11-14T22:13:20Z"
    })
    void knowsWhenAnEventWas(String cdt, Instant time) throws RequestParser.Unfit {
        assertThat(parser.parse(1, "idsite=7&url=x&" + cdt).expected()).contains(new EventTime(7, time));
    }

    @ParameterizedTest
    @CsvSource({"url=x", "url=x&cdt=1700000000&ping=1", "url=x&cdt=1700000000&idgoal=0", "url=x&cdt=1700000000&ca=1"})
    void expectsNoRowOfWhatLeavesNoneOrHasNoTime(String line) throws RequestParser.Unfit {
        assertThat(parser.parse(1, "idsite=1&" + line).expected()).isEmpty();
    }
}
