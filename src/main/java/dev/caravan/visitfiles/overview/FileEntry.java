package dev.caravan.visitfiles.overview;

import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A row of bitacora_control, for people and programs.
 *
 * @param id id_carga
 * @param item the ledger's work item; null before it was planned
 * @param run that has worked on it last
 * @param code L, S or W; null without a failure
 * @param rowsRead = {@code rowsValid} + {@code rowsErrors}
 * @param tries claims of it by workers
 * @param retryDays days on which it was tried again by itself
 * @param nextRetry the day of the next one; null for none
 * @param original the load that has brought the same content, or that this one takes the place of
 * @param zip of the day, with its copy
 * @param millis from its first claim to its end
 */
public record FileEntry(
        long id,
        String source,
        String name,
        long bytes,
        Instant modifiedAt,
        FileStatus status,
        FileStage stage,
        @Nullable String code,
        @Nullable String message,
        long rowsRead,
        long rowsValid,
        long rowsErrors,
        long rowsWarned,
        long visitorsNew,
        long visitorsKnown,
        int tries,
        int retryDays,
        @Nullable LocalDate nextRetry,
        boolean needsOperator,
        @Nullable Long original,
        @Nullable Long item,
        @Nullable String run,
        @Nullable String sha256,
        @Nullable String canonicalSha256,
        String layout,
        @Nullable String zip,
        Instant discoveredAt,
        @Nullable Instant loadedAt,
        @Nullable Instant sourceDeletedAt,
        @Nullable Instant endedAt,
        @Nullable Long millis) {

    static FileEntry of(ResultSet row) throws SQLException {
        return new FileEntry(
                row.getLong("id_carga"),
                row.getString("fuente"),
                row.getString("nombre_archivo"),
                row.getLong("tamano_origen"),
                time(row, "mtime_origen"),
                FileStatus.valueOf(row.getString("estatus")),
                FileStage.valueOf(row.getString("etapa")),
                row.getString("codigo_fallo"),
                row.getString("mensaje_fallo"),
                row.getLong("filas_leidas"),
                row.getLong("filas_validas"),
                row.getLong("filas_error"),
                row.getLong("filas_advertencia"),
                row.getLong("visitantes_nuevos"),
                row.getLong("visitantes_actualizados"),
                row.getInt("intentos_flujo"),
                row.getInt("dias_reintento"),
                row.getObject("proximo_reintento", LocalDate.class),
                row.getBoolean("requiere_intervencion"),
                row.getObject("id_carga_original", Long.class),
                row.getObject("item_id", Long.class),
                row.getString("run_id"),
                row.getString("sha256"),
                row.getString("sha256_canonico"),
                row.getString("version_layout"),
                row.getString("zip_respaldo"),
                time(row, "descubierto_en"),
                timeOrNull(row, "cargado_en"),
                timeOrNull(row, "borrado_origen_en"),
                timeOrNull(row, "fin"),
                row.getObject("duracion_ms", Long.class));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
