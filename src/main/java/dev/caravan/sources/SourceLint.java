package dev.caravan.sources;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Says what is wrong with a set of sources, each problem in one sentence that names the line. */
public final class SourceLint {

    private static final Set<String> TYPES = Set.of("R", "N", "L");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Path mapDir;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** @param mapDir the folder that identifier_map_filename starts from */
    public SourceLint(Path mapDir) {
        this.mapDir = mapDir;
    }

    /** @return the problems in the order of the lines; empty when all is well */
    public List<String> check(List<SourceRow> rows) {
        problems.clear();
        warnings.clear();
        Map<String, SourceRow> ids = new HashMap<>();
        Map<String, SourceRow> sites = new HashMap<>();
        Map<String, SourceRow> prefixes = new HashMap<>();
        for (SourceRow row : rows) {
            checkIdentity(row);
            checkCountry(row);
            checkMap(row);
            unique(row, "source_id", ids, problems);
            unique(row, "site_id", sites, problems);
            if (row.text("type").equals("R")) {
                unique(row, "identifier_prefix", prefixes, warnings);
            }
        }
        return List.copyOf(problems);
    }

    /** What can be stored but will surprise, found by the last {@link #check}: reports cannot tell such sources apart. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private void checkIdentity(SourceRow row) {
        String id = row.text("source_id");
        if (id.isEmpty() || id.length() > 20) {
            problem(row, "source_id '" + id + "' must have 1 to 20 characters, such as OPENDOAR::4689");
        }
        if (row.text("name").isEmpty()) {
            problem(row, "name is empty");
        }
        if (!TYPES.contains(row.text("type"))) {
            problem(row, "type '" + row.text("type") + "' must be R (repository), N (national) or L (regional)");
        }
        number(row, "site_id", true);
        number(row, "national_site_id", false);
        number(row, "regional_site_id", false);
    }

    private void checkCountry(SourceRow row) {
        String country = row.text("country_iso");
        boolean regional = row.text("type").equals("L");
        if (regional
                ? !(country.isEmpty() || country.equals("0") || COUNTRIES.contains(country))
                : !COUNTRIES.contains(country)) {
            problem(
                    row,
                    "country_iso '" + country + "' must be two upper-case letters of ISO 3166"
                            + (regional ? ", or 0 for a regional source" : ""));
        }
    }

    private void checkMap(SourceRow row) {
        String type = row.text("identifier_map_type");
        if (type.equals("1")) {
            try {
                IdentifierPattern.of(row.text("identifier_map_regex"), row.text("identifier_map_replace"));
            } catch (IllegalArgumentException e) {
                problem(row, String.valueOf(e.getMessage()));
            }
        } else if (type.equals("2")) {
            try {
                Path file = IdentifierPattern.mapFile(mapDir, row.text("identifier_map_filename"));
                if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                    problem(row, "identifier_map_filename: " + file + " cannot be read");
                }
            } catch (IllegalArgumentException e) {
                problem(row, String.valueOf(e.getMessage()));
            }
        } else if (!type.isEmpty() && !type.matches("-?\\d+")) {
            problem(row, "identifier_map_type '" + type + "' must be 0 (normalise), 1 (pattern) or 2 (file)");
        }
    }

    private void number(SourceRow row, String column, boolean required) {
        String text = row.text(column);
        boolean valid = text.isEmpty() ? !required : text.matches("[1-9]\\d{0,8}");
        if (!valid) {
            problem(
                    row,
                    column + " '" + text + "' must be a site of Matomo, 1 or more" + (required ? "" : ", or empty"));
        }
    }

    private void unique(SourceRow row, String column, Map<String, SourceRow> seen, List<String> into) {
        String value = row.text(column).toLowerCase(Locale.ROOT);
        SourceRow before = value.isEmpty() ? null : seen.putIfAbsent(value, row);
        if (before != null) {
            into.add(at(row) + column + " '" + row.text(column) + "' is also that of " + before.text("source_id")
                    + " (line " + before.line() + ")");
        }
    }

    private void problem(SourceRow row, String text) {
        problems.add(at(row) + text);
    }

    private static String at(SourceRow row) {
        return "line " + row.line() + " (" + row.text("source_id") + "): ";
    }
}
