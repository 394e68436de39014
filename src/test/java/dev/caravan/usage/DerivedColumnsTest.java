package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.dataset.DerivedColumn;
import dev.caravan.engine.DuckDbEngine;
import dev.caravan.engine.EngineSettings;
import dev.caravan.engine.SqlSession;
import dev.caravan.platform.Config;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedColumnsTest {

    private static final int LETTERS_PER_TEXT = 256;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "usage.compat = v1.0",
                "usage.assets.rule = v1.0",
                "usage.identifiers.rule = v1.0",
                "usage.assets.rule = v1.0\nusage.assets.v1-pattern = ^.*[^k.].{2}[^g]$",
                "usage.assets.patterns =",
                "usage.assets.patterns = [.](?:jpg|k)$ ^$ ^.[.] ^[^/]k.$ (?i)KI? \\\\bi \\\\s\\\\z",
                "usage.assets.patterns = (?s)^a.*\\\\W$ (?m)^[.]pdf (?U)k.*b [A-Z] :// ^.{3}$ ^[^[:alpha:]]$"
            })
    void givesWhatTheStagesWouldComputeOfEveryText(String settings) throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            List<@Nullable String> texts = OddTexts.of(seed, 10_000);
            UsageSettings usage = UsageSettings.from(config(settings));
            List<@Nullable Boolean> assets = new ArrayList<>();
            List<@Nullable String> identifiers = new ArrayList<>();
            stages(usage, texts, "case when content is not null then is_asset(content) end")
                    .forEach(text -> assets.add(text == null ? null : Boolean.valueOf(text)));
            stages(usage, texts, "mapped_identifier(content)").forEach(identifiers::add);
            Function<@Nullable String, @Nullable Object> asset = rule(settings, DerivedColumns.ASSET);
            Function<@Nullable String, @Nullable Object> mapped = rule(settings, DerivedColumns.MAPPED);
            int differing = 0;

            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                boolean differs = text != null && !text.equals(identifiers.get(i));
                differing += differs ? 1 : 0;
                assertThat(asset.apply(text))
                        .as("asset of '%s', seed %d, %s", text, seed, settings)
                        .isEqualTo(assets.get(i));
                assertThat(mapped.apply(text))
                        .as("identifier of '%s', seed %d, %s", text, seed, settings)
                        .isEqualTo(differs ? identifiers.get(i) : null);
            }

            assertThat(differing).isGreaterThan(100);
            assertThat(assets).contains(null, false);
            assertThat(assets.contains(true)).isNotEqualTo(settings.endsWith("="));
        }
    }

    /** Beyond ASCII their versions of Unicode differ. In texts of many, as none may depend on its neighbours. */
    @Test
    void makesTheSameLettersOfAsciiAsTheEngineOfAllLettersOfUnicode() throws IOException {
        List<@Nullable String> texts = new ArrayList<>();
        for (int first = 0; first <= Character.MAX_CODE_POINT; first += LETTERS_PER_TEXT) {
            int[] letters = IntStream.range(first, first + LETTERS_PER_TEXT)
                    .filter(letter -> letter < Character.MIN_SURROGATE || letter > Character.MAX_SURROGATE)
                    .toArray();
            texts.add(new String(letters, 0, letters.length));
        }
        List<@Nullable String> small = stages(UsageSettings.from(config("")), texts, "lower(content)");

        for (int i = 0; i < texts.size(); i++) {
            assertThat(onlyAscii(DerivedColumns.lower(texts.get(i))))
                    .as("letters from U+%X", i * LETTERS_PER_TEXT)
                    .isEqualTo(onlyAscii(small.get(i)));
        }
    }

    private static String onlyAscii(String text) {
        return text.codePoints()
                .mapToObj(letter -> letter < 128 ? Character.toString(letter) : "_")
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[.]\u2c2f$", "\ud83d\ude00[.]jpg$", "\\\\p{Lu}", "[^\\\\P{L}]", "[a-\\\\x{2c2f}]", "\\\\303"})
    void leavesPatternsThatMayTellLettersBeyondAsciiApartToTheStages(String pattern) throws IOException {
        assertThat(versions("usage.assets.patterns = " + pattern, 0)).containsOnlyKeys(DerivedColumns.MAPPED);
        assertThat(versions("usage.assets.rule = v1.0\nusage.assets.v1-pattern = " + pattern, 0))
                .containsOnlyKeys(DerivedColumns.MAPPED);
    }

    @Test
    void leavesTheIdentifiersOfASourceWithItsOwnMappingToTheStages() throws IOException {
        assertThat(versions("", 0)).containsOnlyKeys(DerivedColumns.ASSET, DerivedColumns.MAPPED);
        assertThat(versions("", 1)).containsOnlyKeys(DerivedColumns.ASSET);
        assertThat(versions("", 2)).containsOnlyKeys(DerivedColumns.ASSET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage.assets.rule = v1.0",
                "usage.assets.patterns =",
                "usage.assets.patterns = [.]jpg$",
                "usage.assets.patterns = [.][a-z0-9]{2,5}[.](?:jpg|jpeg|png|txt)$ [.]jpg$"
            })
    void anotherRuleOfAssetsIsAnotherVersionOfThatColumnAlone(String setting) throws IOException {
        assertOnlyOtherVersion(DerivedColumns.ASSET, setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage.identifiers.rule = v1.0", "matomo.identifier-column.R = custom_dimension_2"})
    void anotherRuleOrColumnOfIdentifiersIsAnotherVersionOfThatColumnAlone(String setting) throws IOException {
        assertOnlyOtherVersion(DerivedColumns.MAPPED, setting);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "usage.assets.v1-pattern = ^x$",
                "usage.identifiers.pattern = oai:.*",
                "usage.identifiers.blank = keep",
                "usage.count = before-mapping",
                "usage.robots.rule = visit_total_actions < 7"
            })
    void whatIsNoRuleOfTheColumnsLeavesTheirVersions(String setting) throws IOException {
        assertThat(versions(setting, 0)).isEqualTo(versions("", 0));
    }

    private void assertOnlyOtherVersion(String changed, String setting) throws IOException {
        Map<String, String> before = versions("", 0);
        Map<String, String> after = versions(setting, 0);
        assertThat(after).containsOnlyKeys(before.keySet());
        after.forEach((column, version) -> {
            if (column.equals(changed)) {
                assertThat(version).as(column).isNotEqualTo(before.get(column));
            } else {
                assertThat(version).as(column).isEqualTo(before.get(column));
            }
        });
    }

    private Function<@Nullable String, @Nullable Object> rule(String settings, String column) throws IOException {
        return columns(settings, 0).stream()
                .filter(derived -> derived.name().equals(column))
                .findFirst()
                .orElseThrow()
                .rule();
    }

    private Map<String, String> versions(String settings, int mapType) throws IOException {
        return columns(settings, mapType).stream()
                .collect(Collectors.toMap(DerivedColumn::name, DerivedColumn::version));
    }

    private List<DerivedColumn> columns(String settings, int mapType) throws IOException {
        Config config = config(settings);
        return new DerivedColumns(UsageSettings.from(config), IdentifierColumns.from(config)).of(source(mapType));
    }

    private List<@Nullable String> stages(UsageSettings settings, List<@Nullable String> texts, String expression) {
        List<Map.Entry<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            rows.add(new SimpleEntry<>(String.valueOf(i), texts.get(i)));
        }
        try (SqlSession session = new DuckDbEngine(new EngineSettings(512, 2)).open(folder)) {
            settings.rules().define(session, source(0));
            session.store("texts", List.of("number", "content"), rows);
            return session.query(
                    "select cast(" + expression + " as varchar) from texts order by cast(number as bigint)", result -> {
                        List<@Nullable String> values = new ArrayList<>();
                        while (result.next()) {
                            values.add(result.text(0));
                        }
                        return values;
                    });
        }
    }

    private Config config(String settings) throws IOException {
        return Config.load(folder, List.of(Files.writeString(folder.resolve("usage.properties"), settings)));
    }

    private static Source source(int mapType) {
        return new Source("TEST::7", "Test", Source.Type.R, 7, null, null, "BR", null, mapType, "a", "b", "map.csv");
    }
}
