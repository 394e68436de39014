package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.platform.Config;
import dev.caravan.platform.ConfigException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw test -Dtest=ConfigDocTest -Dcaravan.write-docs=true} writes docs/config.md anew. */
@DisplayName("application.properties, the code and docs/config.md say the same")
class ConfigDocTest {

    private static final Path FILE = Path.of("application.properties");
    private static final Path PAGE = Path.of("docs/config.md");

    private static final Pattern HEADING = Pattern.compile("# -+ ([a-z0-9 ]+): (.*?) -*");
    private static final Pattern KEY = Pattern.compile("([^#\\s=]+) *= *(.*)");
    private static final Pattern ENVIRONMENT = Pattern.compile("\\{\\{env:(\\w+)(?::([^}]*))?}}");
    private static final Pattern MISSING = Pattern.compile("- (\\S+) is not set");

    @TempDir
    private Path home;

    @Test
    void theFileHasTheKeysOfTheCodeAndItsDefaults() throws IOException {
        Set<String> required = required();
        Config config = Config.load(
                home,
                List.of(Files.writeString(
                        home.resolve("required.properties"),
                        required.stream().map(key -> key + " = x\n").collect(Collectors.joining()))));

        Settings.from(config);

        Map<String, String> ofCode = new TreeMap<>(config.defaults());
        Map<String, String> ofFile = new TreeMap<>();
        properties().forEach((key, value) -> ofFile.put(key.toString(), plain(value.toString())));
        required.forEach(key -> ofCode.put(key, ofFile.get(key)));
        ofCode.replaceAll((key, value) -> "".equals(ofFile.get(key)) ? "" : value);
        assertThat(ofFile).isEqualTo(ofCode);
    }

    @Test
    void thePageIsMadeFromTheFile() throws IOException {
        String page = page(Files.readAllLines(FILE));
        if (Boolean.getBoolean("caravan.write-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
    }

    /** The keys that have no default in the code; the file's is an example. */
    private Set<String> required() {
        ConfigException nothingSet =
                catchThrowableOfType(ConfigException.class, () -> Settings.from(Config.load(home, List.of())));
        return MISSING.matcher(nothingSet.getMessage())
                .results()
                .map(missing -> missing.group(1))
                .collect(Collectors.toSet());
    }

    private static Properties properties() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FILE)) {
            properties.load(reader);
        }
        return properties;
    }

    /** A placeholder counts as nothing. */
    private static String plain(String value) {
        return value.startsWith("{{") ? "" : value.strip();
    }

    private static String page(List<String> lines) {
        StringBuilder page = new StringBuilder(
                "# Configuration\n\n"
                        + "Made from [application.properties](../application.properties), which \"this file\" means: change that.\n\n");
        List<String> comment = new ArrayList<>();
        for (String line : lines) {
            Matcher heading = HEADING.matcher(line);
            Matcher key = KEY.matcher(line);
            if (heading.matches()) {
                page.append("\n## ").append(heading.group(1)).append("\n\n").append(sentence(heading.group(2)));
                page.append("\n\n| key | default | meaning |\n| --- | --- | --- |\n");
            } else if (line.startsWith("#")) {
                comment.add(line.substring(1).strip());
            } else if (key.matches()) {
                page.append("| `%s` | %s | %s |\n"
                        .formatted(key.group(1), value(key.group(2)), cell(String.join(" ", comment))));
                comment.clear();
            } else if (!comment.isEmpty()) {
                comment.forEach(text -> page.append(cell(text)).append('\n'));
                comment.clear();
            }
        }
        return page.toString();
    }

    private static String value(String value) {
        Matcher environment = ENVIRONMENT.matcher(value);
        if (environment.matches()) {
            return "the variable `" + environment.group(1) + "`";
        }
        return value.isBlank() ? "" : "`" + value.strip().replace("|", "\\|") + "`";
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    /** Markdown would take {@code <n>} for a tag and a bar for the next cell. */
    private static String cell(String text) {
        return Pattern.compile("\\S*[<|*{]\\S*")
                .matcher(text)
                .replaceAll((MatchResult word) -> Matcher.quoteReplacement(
                        word.group().matches("[<>=+*/]+") ? word.group() : code(word.group())));
    }

    private static String code(String word) {
        String end = word.replaceAll("^.*?([.,;:]*)$", "$1");
        return "`" + word.substring(0, word.length() - end.length()).replace("|", "\\|") + "`" + end;
    }
}
