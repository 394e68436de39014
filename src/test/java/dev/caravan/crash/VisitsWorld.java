package dev.caravan.crash;

import dev.caravan.Components;
import dev.caravan.Settings;
import dev.caravan.embedded.NoonClock;
import dev.caravan.embedded.SftpServer;
import dev.caravan.embedded.SftpServer.Access;
import dev.caravan.embedded.Until;
import dev.caravan.run.Plan;
import dev.caravan.run.State;
import dev.caravan.visitfiles.DailyZip;
import dev.caravan.visitfiles.report.ReportLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A world with an SFTP server, and a look at what becomes of the files on it. Each source has the folder of its name;
 * cases have sources of their own. Loading has an account of its own, with eight sessions.
 */
final class VisitsWorld implements AutoCloseable {

    private static final int DUMMY_SITE = 960;

    private final NoonClock clock = new NoonClock();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Map<String, Served> served = new ConcurrentHashMap<>();
    private final Bench bench;
    private final SftpServer sftp;
    private final Path etl;
    private final Path[] configs;
    private final Components components;
    private final JdbcTemplate sql;

    /** What happens when the SFTP server is about to serve a client. */
    interface Served {

        /**
         * @param time 1 for the first
         * @throws IOException it does not serve
         */
        void now(int time) throws IOException;
    }

    /** @param further settings; later than what is said here */
    VisitsWorld(String name, SftpServer sftp, Path etl, Map<String, String> further, List<String> sources)
            throws IOException {
        this.sftp = sftp;
        this.etl = etl;
        this.bench = new Bench(name);
        Path world = bench.world("world", IntStream.of(DUMMY_SITE));
        this.configs = new Path[] {world, bench.settings("visits", settings(name, further, sources))};
        this.components = open();
        this.sql = new JdbcTemplate(components.database());
        account(name);
        sftp.guard((access, path) -> serve(access + " " + path));
        for (String source : sources) {
            Files.createDirectories(folder(source));
        }
    }

    private Map<String, String> settings(String name, Map<String, String> further, List<String> sources) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("roles", "worker");
        // in the crash test as many as points: whatever becomes of the leases of those that hang, nobody else is there
        settings.put("run.workers", "8");
        settings.put("run.poll", "50ms");
        // whoever shall lose one is told so, see endLeases
        settings.put("run.lease", "15m");
        settings.put("visitfiles.dir", etl.toString());
        settings.put("visitfiles.stable-age", "20ms");
        settings.put("visitfiles.max-items", "8");
        settings.put("visitfiles.jdbc.user", name);
        settings.put("visitfiles.jdbc.password", name);
        for (String source : sources) {
            settings.putAll(sftp.source(source));
            settings.put("visitfiles.source." + source + ".dir", "/" + source);
        }
        settings.put("visitfiles.sources", String.join(",", sources));
        settings.putAll(further);
        return settings;
    }

    /** What docs/runbook.md says it needs. */
    private void account(String name) {
        sql.execute("create user if not exists " + name + "@'%' identified by '" + name + "'");
        sql.execute("grant usage on *.* to " + name + "@'%' with max_user_connections 8");
        sql.execute("grant select, insert, update, delete, create temporary tables on " + name + "_world.* to " + name
                + "@'%'");
    }

    private void serve(String what) throws IOException {
        int time = asked.merge(what, 1, Integer::sum);
        Served now = served.get(what);
        if (now != null) {
            now.now(time);
        }
    }

    NoonClock clock() {
        return clock;
    }

    JdbcTemplate sql() {
        return sql;
    }

    Components components() {
        return components;
    }

    /** What another instance has; to be closed by the caller. */
    Components open() {
        return new Components(Settings.load(List.of(configs)), clock);
    }

    /** An instance in this JVM. */
    Worker start(String onlyRun) {
        return Worker.start(clock, onlyRun, configs);
    }

    /** An instance in a JVM of its own, whose threads stop where the source that they work on is named after. */
    CaravanProcess startUntilOwn() throws IOException {
        return bench.startUntil(StoppedAt.OWN, 1, bench.serve("instance", configs));
    }

    /** From now on this happens before the server does it, for example {@code READ /folder/report_1.txt}. */
    void when(Access access, String path, Served now) {
        served.put(access + " " + path, now);
    }

    void refuse(Access access, String path) {
        when(access, path, time -> {
            throw new AccessDeniedException(path);
        });
    }

    void allow(Access access, String path) {
        served.remove(access + " " + path);
    }

    /** How often a client wanted it. */
    int asked(Access access, String path) {
        return asked.getOrDefault(access + " " + path, 0);
    }

    Path folder(String source) {
        return sftp.root().resolve(source);
    }

    /** A file with one visit of each of these people, the same as a whole or not at all. */
    Path put(String source, String file, String... people) throws IOException {
        Stream<String> rows = Arrays.stream(people).map(ReportLines::row);
        Path fresh = sftp.put(
                source + "/" + file + ".part",
                Stream.concat(Stream.of(ReportLines.HEADER), rows).toArray(String[]::new));
        return Files.move(fresh, folder(source).resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Has sources listed, and waits until nothing of that is to be done any more. */
    Plan night(String... sources) {
        Plan plan = list(sources);
        await(plan);
        return plan;
    }

    Plan list(String... sources) {
        return components.visitFiles().list(List.of(sources), "schedule");
    }

    void await(Plan plan) {
        Until.holds(
                "run " + plan.runId() + " has ended", () -> components.ledger().progress(plan.runId()).keySet().stream()
                        .noneMatch(State::open));
    }

    /** The last row of bitacora_control for this name. */
    Map<String, Object> file(String source, String name) {
        return sql.queryForMap(
                "select * from bitacora_control where fuente = ? and nombre_archivo = ? order by id_carga desc limit 1",
                source,
                name);
    }

    int count(String rows, Object... parameters) {
        Integer count = sql.queryForObject("select count(*) from " + rows, Integer.class, parameters);
        return count == null ? -1 : count;
    }

    /** How the attempts at a source's items of a pipeline ended, for example {@code FAILED visitfiles-disk}. */
    List<String> attempts(String pipeline, String source) {
        return sql.queryForList(
                "select concat_ws(' ', a.outcome, a.error_code) from attempt a join work_item i on i.id = a.item_id"
                        + " where i.pipeline = ? and i.subject = ? order by i.id, a.number",
                String.class,
                pipeline,
                source);
    }

    /** Files in a source's folder. */
    List<String> atSource(String source) throws IOException {
        try (Stream<Path> files = Files.list(folder(source))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** What is in zips of a load; more than one when it is in more than one. */
    List<DailyZip.Member> zipped(long id) throws IOException {
        List<DailyZip.Member> members = new ArrayList<>();
        for (Path zip : below("backup", "backup_.*[.]zip")) {
            members.addAll(new DailyZip(zip)
                    .members().values().stream()
                            .filter(member -> member.id() == id)
                            .toList());
        }
        return members;
    }

    /** Files on this machine. @param name a pattern */
    List<Path> below(String folder, String name) throws IOException {
        if (Files.notExists(etl.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(etl.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(name))
                    .toList();
        }
    }

    /** The time after which the items of a process that was killed are free. */
    void endLeases() {
        sql.update("update work_item set lease_until = utc_timestamp(6) - interval 1 second where state = 'RUNNING'");
    }

    /** Makes the copy of a file fail. @return what to remove to end that */
    Path blockCopy(String source, String name) {
        Object id = file(source, name).get("id_carga");
        LocalDateTime discovered = sql.queryForObject(
                "select descubierto_en from bitacora_control where id_carga = ?", LocalDateTime.class, id);
        LocalDate day = LocalDate.ofInstant(discovered.toInstant(ZoneOffset.UTC), clock.getZone());
        Path folder = etl.resolve("backup")
                .resolve(DateTimeFormatter.BASIC_ISO_DATE.format(day))
                .resolve(id + "__" + name + ".part");
        try {
            Files.createDirectories(folder.resolve("in-the-way"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** The last load of a name in a few words: its stage, its rows, and where it lies: a file may lie in many places. */
    String left(String source, String name) throws IOException {
        Map<String, Object> file = file(source, name);
        long id = ((Number) file.get("id_carga")).longValue();
        StringBuilder left =
                new StringBuilder(file.get("etapa") + " rows=" + count("estadisticas where id_carga = ?", id));
        atSource(source).forEach(there -> left.append(" source"));
        below("staging/" + id, ".*[.]part").forEach(part -> left.append(" part"));
        below("staging/" + id, name).forEach(staged -> left.append(" staged"));
        below("backup", id + "__" + name).forEach(copy -> left.append(" copy"));
        zipped(id).forEach(member -> left.append(" zip"));
        return left.toString();
    }

    @Override
    public void close() {
        components.close();
        sftp.stop();
    }
}
