package dev.caravan.visitfiles.report;

/** What a validation says of a file; {@code bitacora_control.estatus} when it is loaded. */
public enum Verdict {
    /** All rows are valid, or there are none. */
    COMPLETADO,
    /** Rows with errors are not loaded, all others are. */
    COMPLETADO_CON_ERRORES,
    /** The file is no report: nothing of it is loaded. */
    FALLO_LAYOUT
}
