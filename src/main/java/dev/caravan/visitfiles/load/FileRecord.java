package dev.caravan.visitfiles.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of bitacora_control: a file, how far it has come, and what has become of it.
 *
 * @param id id_carga
 * @param item the ledger's work item; null before it was planned
 * @param failure S- or L-code; null without one
 * @param discovered when it was first listed
 * @param backup where its copy lies; null before there is one
 */
public record FileRecord(
        long id,
        @Nullable Long item,
        DiscoveredFile file,
        Instant discovered,
        FileStatus status,
        FileStage stage,
        @Nullable String failure,
        @Nullable String message,
        @Nullable String sha256,
        @Nullable String canonical,
        LoadCounts counts,
        int flowAttempts,
        int retryDays,
        @Nullable LocalDate nextRetry,
        boolean needsOperator,
        @Nullable Long original,
        long token,
        @Nullable String backup,
        @Nullable String zip,
        @Nullable Instant sourceDeleted,
        @Nullable Instant ended) {

    static FileRecord of(ResultSet row) throws SQLException {
        return new FileRecord(
                row.getLong("id_carga"),
                row.getObject("item_id", Long.class),
                file(row),
                Objects.requireNonNull(instant(row, "descubierto_en")),
                FileStatus.valueOf(row.getString("estatus")),
                FileStage.valueOf(row.getString("etapa")),
                row.getString("codigo_fallo"),
                row.getString("mensaje_fallo"),
                row.getString("sha256"),
                row.getString("sha256_canonico"),
                counts(row),
                row.getInt("intentos_flujo"),
                row.getInt("dias_reintento"),
                row.getObject("proximo_reintento", LocalDate.class),
                row.getBoolean("requiere_intervencion"),
                row.getObject("id_carga_original", Long.class),
                row.getLong("ficha"),
                row.getString("ruta_respaldo"),
                row.getString("zip_respaldo"),
                instant(row, "borrado_origen_en"),
                instant(row, "fin"));
    }

    private static DiscoveredFile file(ResultSet row) throws SQLException {
        return new DiscoveredFile(
                row.getString("fuente"),
                row.getString("nombre_archivo"),
                row.getObject("consecutivo", Long.class),
                row.getString("ruta_origen"),
                row.getLong("tamano_origen"),
                row.getObject("mtime_origen", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString("version_layout"));
    }

    static LoadCounts counts(ResultSet row) throws SQLException {
        return new LoadCounts(
                row.getLong("filas_validas"),
                row.getLong("filas_error"),
                row.getLong("filas_advertencia"),
                row.getLong("visitantes_nuevos"),
                row.getLong("visitantes_actualizados"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
