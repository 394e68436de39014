package dev.caravan.visitfiles.load;

/** What has become of a report file; the words are those of the tables and reports, and are never translated. */
public enum FileStatus {
    EN_PROCESO,
    COMPLETADO,
    COMPLETADO_CON_ERRORES,
    FALLO_LAYOUT,
    FALLO_SISTEMA,
    OMITIDO_DUPLICADO,
    /** Its rows were taken out again by an operator. */
    RETIRADO
}
