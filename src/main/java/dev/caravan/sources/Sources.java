package dev.caravan.sources;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.PipelineException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The {@code source} table. Safe for many threads. */
public final class Sources {

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;

    public Sources(DataSource dataSource) {
        this.sql = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** All sources by site. */
    public List<Source> all() {
        return sql.query("select * from source order by site_id", (row, number) -> source(row));
    }

    /** The same as {@link SourceLint} takes them. */
    public List<SourceRow> rows() {
        return sql.query("select * from source order by site_id", (row, number) -> {
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            for (String column : SourceRow.COLUMNS) {
                values.put(column, row.getString(column));
            }
            return new SourceRow(0, values);
        });
    }

    /**
     * The sites that somebody names, sorted.
     *
     * @param wanted site_ids as text, or {@code all}
     * @throws InvalidRequest {@code sources-empty}; {@code site-unknown} when one has no source
     */
    public SortedSet<Integer> select(Collection<String> wanted) {
        TreeSet<Integer> known =
                new TreeSet<>(sql.queryForList("select site_id from source order by site_id", Integer.class));
        if (known.isEmpty()) {
            throw new InvalidRequest(
                    "sources-empty", "There are no sources yet: load them with 'caravan sources import FILE'");
        }
        TreeSet<Integer> selected = new TreeSet<>();
        for (String site : wanted) {
            if (site.equals("all")) {
                selected.addAll(known);
            } else if (site.matches("\\d{1,9}") && known.contains(Integer.valueOf(site))) {
                selected.add(Integer.valueOf(site));
            } else {
                throw new InvalidRequest(
                        "site-unknown", "There is no source with site_id " + site + "; there are " + known);
            }
        }
        return selected;
    }

    /**
     * The source of a site that somebody names.
     *
     * @param site a site_id as text
     * @throws InvalidRequest as {@link #select}; {@code all} is no single site
     */
    public Source named(String site) {
        SortedSet<Integer> sites = select(List.of(site));
        if (site.equals("all")) {
            throw new InvalidRequest("site-unknown", "'all' is no single site; there are " + sites);
        }
        return require(sites.first());
    }

    public Optional<Source> bySite(int site) {
        return sql.query("select * from source where site_id = ?", (row, number) -> source(row), site).stream()
                .findFirst();
    }

    /** @throws PipelineException.Permanent {@code source-unknown} */
    public Source require(int site) {
        return bySite(site)
                .orElseThrow(() -> new PipelineException.Permanent(
                        "source-unknown", "No source has site_id " + site + "; add it with 'caravan sources import'"));
    }

    /**
     * Adds or replaces rows by source_id, all or none. Columns that the file leaves out keep what they had.
     *
     * @return how many rows were written
     */
    public int save(List<SourceRow> rows) {
        transaction.executeWithoutResult(status -> rows.forEach(this::save));
        return rows.size();
    }

    private void save(SourceRow row) {
        List<String> columns = List.copyOf(row.values().keySet());
        String names = String.join(", ", columns);
        String marks = String.join(", ", columns.stream().map(column -> "?").toList());
        String updates = String.join(
                ", ",
                columns.stream()
                        .map(column -> column + " = values(" + column + ")")
                        .toList());
        // the names are those of SourceRow.COLUMNS, never text from outside; country_iso has no default, hence the 0
        String country = columns.contains("country_iso") ? "" : ", country_iso";
        sql.update(
                "insert into source (" + names + country + ", created_at, updated_at) values (" + marks
                        + (country.isEmpty() ? "" : ", '0'") + ", utc_timestamp(6), utc_timestamp(6))"
                        + " on duplicate key update " + updates + ", updated_at = utc_timestamp(6)",
                columns.stream().map(column -> stored(row, column)).toArray());
    }

    private static @Nullable String stored(SourceRow row, String column) {
        String value = row.values().get(column);
        return value == null && column.equals("country_iso") ? "0" : value;
    }

    private static Source source(ResultSet row) throws SQLException {
        return new Source(
                row.getString("source_id"),
                row.getString("name"),
                Source.Type.valueOf(row.getString("type")),
                row.getInt("site_id"),
                integer(row, "national_site_id"),
                integer(row, "regional_site_id"),
                row.getString("country_iso"),
                row.getString("identifier_prefix"),
                row.getInt("identifier_map_type"),
                row.getString("identifier_map_regex"),
                row.getString("identifier_map_replace"),
                row.getString("identifier_map_filename"));
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
