package dev.caravan.visitfiles;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.visitfiles.load.FileRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies of files that could not be loaded, each with the reason beside it. */
final class Quarantine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Quarantine() {}

    /** @param file whose copy is staged, or was backed up; otherwise, or when it is damaged, there is nothing to keep */
    static void take(ReportFolders folders, LocalDate day, FileRecord file) {
        String sha256 = file.sha256();
        Path staged = folders.staged(file.id(), file.file().name());
        Path from = Files.exists(staged) || file.backup() == null ? staged : Path.of(file.backup());
        if (sha256 == null || !ReportFolders.holds(from, sha256)) {
            return;
        }
        Path to = folders.quarantined(day, file.id(), file.file().name());
        ReportFolders.copy(from, to, sha256);
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("id_carga", file.id());
        reason.put("fuente", file.file().source());
        reason.put("nombre_archivo", file.file().name());
        reason.put("sha256", sha256);
        reason.put("estatus", file.status());
        reason.put("codigo_fallo", file.failure());
        reason.put("mensaje_fallo", file.message());
        try {
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(
                            to.resolveSibling(to.getFileName() + ".motivo.json").toFile(), reason);
        } catch (IOException e) {
            throw ReportFolders.failure(to, e);
        }
    }
}
