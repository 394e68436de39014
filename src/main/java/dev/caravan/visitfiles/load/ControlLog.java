package dev.caravan.visitfiles.load;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.SqlFile;
import dev.caravan.platform.Version;
import dev.caravan.visitfiles.report.LayoutError;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The files' own record, bitacora_control. What a worker writes names the token of its claim: who has lost the file
 * changes nothing, and is told so by {@link PipelineException.Abandoned} (S-13). Times are the database's, UTC. Safe for
 * many threads.
 */
public final class ControlLog {

    private static final int MESSAGE = 1000;

    /** The statement sets from left to right. */
    private static final String ENDED = "fin = coalesce(fin, utc_timestamp(3)),"
            + " duracion_ms = timestampdiff(microsecond, inicio, fin) div 1000";

    private final NamedParameterJdbcTemplate sql;
    private final TransactionTemplate transaction;

    public ControlLog(DataSource database) {
        this.sql = new NamedParameterJdbcTemplate(database);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    /**
     * Notes a file that was listed, once for its source, name, size and time.
     *
     * @return its id_carga, old or new
     */
    public long discover(DiscoveredFile file) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("source", file.source());
        parameters.put("name", file.name());
        parameters.put("number", file.number());
        parameters.put("path", file.path());
        parameters.put("size", file.size());
        parameters.put(
                "modified",
                LocalDateTime.ofInstant(file.modified(), ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS));
        parameters.put("layout", file.layout());
        parameters.put("app", cut(Version.current(), 40));
        Optional<Long> known = discovered(parameters);
        if (known.isPresent()) {
            return known.get();
        }
        sql.update(SqlFile.read("visitfiles/discovered.sql"), parameters);
        return discovered(parameters).orElseThrow();
    }

    private Optional<Long> discovered(Map<String, @Nullable Object> parameters) {
        return sql
                .queryForList(
                        "select id_carga from bitacora_control where fuente = :source and nombre_archivo = :name"
                                + " and tamano_origen = :size and mtime_origen = :modified",
                        parameters,
                        Long.class)
                .stream()
                .findFirst();
    }

    public Optional<FileRecord> find(long id) {
        return sql
                .query(
                        "select * from bitacora_control where id_carga = :id",
                        Map.of("id", id),
                        (row, number) -> FileRecord.of(row))
                .stream()
                .findFirst();
    }

    /** The database's time, which a file's record has. */
    public Instant now() {
        LocalDateTime now = sql.queryForObject("select utc_timestamp(3)", Map.of(), LocalDateTime.class);
        return Objects.requireNonNull(now).toInstant(ZoneOffset.UTC);
    }

    /**
     * Files that have ended for their workers, but not here: their work items are dead or cancelled.
     *
     * @return the files, by the code that the ledger has
     */
    public Map<FileRecord, Failure> givenUp(String source) {
        Map<FileRecord, Failure> files = new LinkedHashMap<>();
        sql.query(SqlFile.read("visitfiles/given-up.sql"), Map.of("source", source), row -> {
            files.put(
                    FileRecord.of(row),
                    new Failure(
                            Objects.requireNonNullElse(row.getString("error_code"), "cancelled"),
                            Objects.requireNonNullElse(
                                    row.getString("error_message"), "An operator has cancelled it")));
        });
        return files;
    }

    /** What the ledger says of a dead item. */
    public record Failure(String code, String message) {}

    /** Files that are to be tried again by themselves: failed ones on their day, and what is left to do after a load. */
    public List<FileRecord> due(String source, LocalDate today) {
        return sql.query(
                SqlFile.read("visitfiles/due.sql"),
                Map.of("source", source, "today", today),
                (row, number) -> FileRecord.of(row));
    }

    /** Files that have been judged or given up, had a copy when that was done, and are in no zip yet; oldest first. */
    public List<FileRecord> unzipped(String source) {
        return sql.query(
                SqlFile.read("visitfiles/unzipped.sql"), Map.of("source", source), (row, number) -> FileRecord.of(row));
    }

    /** In which zip a file's copy lies now. */
    public void zipped(long id, String zip) {
        sql.update(
                "update bitacora_control set zip_respaldo = :zip where id_carga = :id", Map.of("id", id, "zip", zip));
    }

    /**
     * An operator has a file done again, which costs it no day of its retries.
     *
     * @param layout by which it is judged now
     * @param replaces the load whose rows are to be taken out when this one's are loaded; null: as it is
     */
    public void again(long id, String layout, @Nullable Long replaces) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("id", id);
        parameters.put("layout", layout);
        parameters.put("replaces", replaces);
        sql.update(
                "update bitacora_control set proximo_reintento = null, version_layout = :layout,"
                        + " id_carga_original = coalesce(:replaces, id_carga_original) where id_carga = :id",
                parameters);
    }

    /**
     * An operator has brought a file with corrected rows of another one: it is here, and at no source.
     *
     * @param canonical null for a file that is no text
     */
    public void replayed(long id, long original, String sha256, @Nullable String canonical) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("id", id);
        parameters.put("original", original);
        parameters.put("sha256", sha256);
        parameters.put("canonical", canonical);
        sql.update(
                "update bitacora_control set id_carga_original = :original, sha256 = :sha256,"
                        + " sha256_canonico = :canonical where id_carga = :id and sha256 is null",
                parameters);
    }

    /** The last other load of a file's name, as long as its rows are in the tables. */
    public Optional<Long> loadedBefore(FileRecord file) {
        return sql
                .queryForList(
                        SqlFile.read("visitfiles/same-name.sql"),
                        Map.of(
                                "load",
                                file.id(),
                                "source",
                                file.file().source(),
                                "name",
                                file.file().name()),
                        Long.class)
                .stream()
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Why a load was taken out, and by whom. */
    public void withdrawn(long id, String why) {
        sql.update(
                "update bitacora_control set mensaje_fallo = :why, fin = utc_timestamp(3) where id_carga = :id",
                Map.of("id", id, "why", cut(why, MESSAGE)));
    }

    /**
     * An operator wants nothing done with a file in quarantine.
     *
     * @param why goes before what had failed
     * @return whether it was there
     */
    public boolean discarded(long id, String why) {
        return sql.update(
                        "update bitacora_control set etapa = 'FINALIZADO', proximo_reintento = null,"
                                + " requiere_intervencion = 0,"
                                + " mensaje_fallo = left(concat_ws('. ', :why, mensaje_fallo), 1000)"
                                + " where id_carga = :id and etapa = 'CUARENTENA'",
                        Map.of("id", id, "why", why))
                == 1;
    }

    /** Files in a stage, oldest first. */
    public List<FileRecord> in(FileStage stage) {
        return sql.query(
                "select * from bitacora_control where etapa = :stage order by id_carga",
                Map.of("stage", stage.name()),
                (row, number) -> FileRecord.of(row));
    }

    /** Moves a file that nobody works on, found stable or gone; not one that somebody has moved on meanwhile. */
    public void stage(long id, FileStage from, FileStage to) {
        sql.update(
                "update bitacora_control set etapa = :to where id_carga = :id and etapa = :from",
                Map.of("id", id, "from", from.name(), "to", to.name()));
    }

    /**
     * A worker has it, and every earlier one has lost it. What had failed is in process again; a retry that was due counts
     * as a day.
     *
     * @param item the ledger's
     * @param today in the business zone
     */
    public void claim(long id, long token, String run, long item, LocalDate today) {
        int changed = sql.update(
                SqlFile.read("visitfiles/claimed.sql"),
                Map.of("id", id, "token", token, "run", run, "item", item, "today", today));
        mine(id, token, changed);
    }

    public void stage(long id, long token, FileStage stage) {
        write(id, token, "etapa = :stage", Map.of("stage", stage.name()));
    }

    /**
     * @param sha256 of the bytes
     * @param canonical of the canonical text; null for a file that is no text
     */
    public void downloaded(long id, long token, String sha256, @Nullable String canonical) {
        Map<String, @Nullable Object> hashes = new HashMap<>();
        hashes.put("sha256", sha256);
        hashes.put("canonical", canonical);
        write(
                id,
                token,
                "etapa = 'DESCARGADO', sha256 = :sha256, sha256_canonico = :canonical,"
                        + " descargado_en = utc_timestamp(3)",
                hashes);
    }

    /** Nothing is loaded: another load has brought the content. */
    public void duplicateOf(long id, long token, long original) {
        write(
                id,
                token,
                "estatus = 'OMITIDO_DUPLICADO', id_carga_original = :original, codigo_fallo = null,"
                        + " mensaje_fallo = null",
                Map.of("original", original));
    }

    /** The whole file is rejected; why is in errores too, at line 0. */
    public void layoutFailed(long id, long token, LayoutError error) {
        String message = cut(error.message(), MESSAGE);
        transaction.executeWithoutResult(status -> layoutFailed(id, token, error.code(), message));
    }

    private void layoutFailed(long id, long token, String code, String message) {
        write(
                id,
                token,
                "estatus = 'FALLO_LAYOUT', etapa = 'CUARENTENA', codigo_fallo = :code, mensaje_fallo = :message,"
                        + " filas_leidas = 0, filas_validas = 0, filas_error = 0, filas_advertencia = 0",
                Map.of("code", code, "message", message));
        sql.update(SqlFile.read("visitfiles/layout-error.sql"), Map.of("id", id, "code", code, "message", message));
    }

    /**
     * A technical failure that is given up, for today or for good: the end, for now.
     *
     * @param code S-01 to S-14
     * @param next when it is tried again by itself; null for never
     */
    public void failed(
            long id,
            long token,
            String code,
            String message,
            FileStage stage,
            @Nullable LocalDate next,
            boolean operator) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("code", code);
        values.put("message", cut(message, MESSAGE));
        values.put("stage", stage.name());
        values.put("next", next);
        values.put("operator", operator);
        write(
                id,
                token,
                "estatus = 'FALLO_SISTEMA', etapa = :stage, codigo_fallo = :code, mensaje_fallo = :message,"
                        + " proximo_reintento = :next, requiere_intervencion = :operator, " + ENDED,
                values);
    }

    /** A step after the load failed: the load stays what it is, and only this step is done again. */
    public void pending(long id, long token, FileStage stage, String code, String message) {
        write(
                id,
                token,
                "etapa = :stage, codigo_fallo = :code, mensaje_fallo = :message",
                Map.of("stage", stage.name(), "code", code, "message", cut(message, MESSAGE)));
    }

    public void backedUp(long id, long token, String path) {
        write(
                id,
                token,
                "etapa = 'RESPALDADO', ruta_respaldo = :path, respaldado_en = utc_timestamp(3)",
                Map.of("path", path));
    }

    public void sourceDeleted(long id, long token) {
        write(id, token, "etapa = 'BORRADO_ORIGEN', borrado_origen_en = utc_timestamp(3)", Map.of());
    }

    /** Nothing is left to be done. What had ended before, and was only looked at again, ended then. */
    public void finished(long id, long token, FileStage stage) {
        write(id, token, "etapa = :stage, " + ENDED, Map.of("stage", stage.name()));
    }

    private void write(long id, long token, String what, Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> parameters = new HashMap<>(values);
        parameters.put("id", id);
        parameters.put("token", token);
        mine(
                id,
                token,
                sql.update(
                        "update bitacora_control set " + what + " where id_carga = :id and ficha = :token",
                        parameters));
    }

    /** A statement that changed nothing may have found everything as it should be. */
    private void mine(long id, long token, int changed) {
        if (changed == 0
                && sql.queryForList(
                                "select 1 from bitacora_control where id_carga = :id and ficha = :token",
                                Map.of("id", id, "token", token),
                                Integer.class)
                        .isEmpty()) {
            throw new PipelineException.Abandoned("S-13: load " + id + " is no longer ours (token " + token + ")");
        }
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }
}
