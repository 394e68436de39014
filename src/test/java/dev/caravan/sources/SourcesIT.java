package dev.caravan.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.MariaDbServer;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Secret;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.RunSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class SourcesIT {

    private static HikariDataSource database;

    @TempDir
    private Path folder;

    private final Sources sources = new Sources(database);

    @BeforeAll
    static void open() {
        MariaDbServer server = EmbeddedServers.shared().mariaDb();
        server.dropDatabase("sources_it");
        server.createDatabase("sources_it");
        Duration minute = Duration.ofMinutes(1);
        database = LedgerDatabase.open(new RunSettings(
                server.jdbcUrl("sources_it"),
                server.user(),
                new Secret(server.password()),
                minute,
                1,
                minute,
                minute,
                1,
                minute,
                minute));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void clear() {
        new JdbcTemplate(database).update("delete from source");
    }

    private void load(List<String> lines) {
        List<SourceRow> rows = SourceFiles.rows(folder, lines);
        assertThat(new SourceLint(folder).check(SourceRow.merge(sources.rows(), rows)))
                .isEmpty();
        assertThat(sources.save(rows)).isEqualTo(rows.size());
    }

    private void load(String... lines) {
        load(List.of(lines));
    }

    @Test
    void areAsTheFileSays() {
        load(SourceFiles.LINES);

        assertThat(sources.all()).extracting(Source::siteId).containsExactly(1, 3, 4, 5);
        assertThat(sources.require(3).name()).isEqualTo("Repositório \"Gama\", São Paulo");
        assertThat(sources.require(5))
                .isEqualTo(new Source(
                        "SITEID::5", "Portal Regional", Source.Type.L, 5, null, 5, "0", null, 0, null, null, null));
    }

    @Test
    void areTheSameAfterASecondImport() {
        load(SourceFiles.LINES);
        List<Source> before = sources.all();
        List<SourceRow> rows = sources.rows();
        load(SourceFiles.LINES);

        assertThat(sources.all()).isEqualTo(before);
        assertThat(sources.rows()).isEqualTo(rows);
    }

    @Test
    void keepTheColumnsThatAFileLeavesOut() {
        load(SourceFiles.LINES);
        load("source_id,name,type,site_id,url", "OPENDOAR::1111,New name,R,1,https://alfa.example.org");

        assertThat(sources.require(1).name()).isEqualTo("New name");
        assertThat(sources.require(1).countryIso()).isEqualTo("CO");
        assertThat(sources.require(1).identifierPrefix()).isEqualTo("oai:alfa.example.org");
        assertThat(sources.all()).hasSize(4);
    }

    @Test
    void loseAValueThatAFileLeavesEmpty() {
        load(SourceFiles.LINES);
        load("source_id,name,type,site_id,identifier_prefix", "OPENDOAR::1111,Alfa,R,1,");

        assertThat(sources.require(1).identifierPrefix()).isNull();
    }

    @Test
    void haveTheCountryZeroForARegionalPortalThatGivesNone() {
        load("source_id,name,type,site_id", "A::1,Regional,L,1");
        load("source_id,name,type,site_id,country_iso", "A::2,Regional,L,2,");

        assertThat(sources.all()).extracting(Source::countryIso).containsExactly("0", "0");
    }

    @Test
    void areWrittenAllOrNone() {
        List<String> lines = new ArrayList<>(SourceFiles.LINES);
        lines.add("SITEID::9," + "x".repeat(300) + ",N,9,,,MX,,0");

        assertThatThrownBy(() -> sources.save(SourceFiles.rows(folder, lines))).isInstanceOf(DataAccessException.class);
        assertThat(sources.all()).isEmpty();
    }

    @Test
    void mayChangeTheirSite() {
        load(SourceFiles.LINES);
        load("source_id,name,type,site_id", "OPENDOAR::1111,Alfa,R,11");

        assertThat(sources.bySite(1)).isEmpty();
        assertThat(sources.require(11).countryIso()).isEqualTo("CO");
    }

    @Test
    void mayNotTakeTheSiteOfAnother() {
        load(SourceFiles.LINES);
        List<SourceRow> rows = SourceFiles.rows(folder, "source_id,name,type,site_id,country_iso", "A::9,New,R,3,CO");

        assertThat(new SourceLint(folder).check(SourceRow.merge(sources.rows(), rows)))
                .singleElement()
                .asString()
                .contains("site_id '3' is also that of");
    }

    @Test
    void areFoundByTheNumberOfOneSite() {
        load("source_id,name,type,site_id,country_iso", "A::1,One,R,7,BR", "A::2,Two,R,8,BR");

        assertThat(sources.named("8").sourceId()).isEqualTo("A::2");
        for (String none : List.of("all", "9", "", "7,8", "-7")) {
            assertThatThrownBy(() -> sources.named(none))
                    .isInstanceOfSatisfying(
                            InvalidRequest.class, e -> assertThat(e.code()).isEqualTo("site-unknown"));
        }
    }

    @Test
    void areUnknownByACode() {
        assertThatThrownBy(() -> sources.require(77))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessage("source-unknown: No source has site_id 77; add it with 'caravan sources import'");
    }
}
