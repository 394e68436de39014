package dev.caravan.alerts;

import static dev.caravan.alerts.Texts.count;
import static dev.caravan.alerts.Texts.listed;

import dev.caravan.platform.SqlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Items that will not be tried again by themselves: one cause a pipeline and code. It holds until each is done,
 * discarded or cancelled; that an operator has opened them again is not enough.
 */
final class DeadLetters implements AlertRule {

    private static final String TEXT = """
            %s dead, code %s; not tried again without an operator:

            %s
            The youngest says:

              %s

            What to do: docs/errors.md says what the code means. Once the cause is gone,
            'caravan retry ID' opens an item again; 'caravan dead-letters' has the ids.
            """;

    private final JdbcTemplate sql;

    DeadLetters(JdbcTemplate sql) {
        this.sql = sql;
    }

    private record Letter(String pipeline, String code, String item, String message, long open) {}

    @Override
    public List<Cause> causes() {
        Map<String, List<Letter>> byCause = new LinkedHashMap<>();
        sql.query(SqlFile.read("alerts/dead-letters.sql"), row -> {
            Letter letter = new Letter(
                    row.getString("pipeline"),
                    row.getString("code"),
                    "site " + row.getString("subject") + " " + row.getString("unit"),
                    row.getString("message"),
                    row.getLong("open_letters"));
            byCause.computeIfAbsent("dead-letters/" + letter.pipeline() + "/" + letter.code(), key -> new ArrayList<>())
                    .add(letter);
        });
        List<Cause> causes = new ArrayList<>();
        byCause.forEach((key, letters) -> causes.add(dead(key, letters)));
        return causes;
    }

    /** Id and severity of what is the matter with report files, as {@link FileAlert} has them; else nothing. */
    private static String alert(Letter letter) {
        if (!letter.pipeline().startsWith("visitfiles-")) {
            return "";
        }
        return switch (letter.code()) {
            case "visitfiles-totals-differ" -> "AL-09 critical: ";
            case "visitfiles-sftp-refused" -> "AL-12 critical: ";
            default -> "AL-04 critical: ";
        };
    }

    private static Cause dead(String key, List<Letter> letters) {
        Letter youngest = letters.get(0);
        String items = count(youngest.open(), "item") + " of " + youngest.pipeline();
        return new Cause(
                key,
                "dead-letters",
                youngest.pipeline(),
                alert(youngest) + items + " dead: " + youngest.code(),
                TEXT.formatted(
                        items,
                        youngest.code(),
                        listed(letters.stream().map(Letter::item).toList(), youngest.open()),
                        Texts.line(youngest.message(), 500)),
                youngest.open() > 0);
    }
}
