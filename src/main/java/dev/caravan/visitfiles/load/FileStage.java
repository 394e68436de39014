package dev.caravan.visitfiles.load;

/** How far a report file has come: the stage decides what may be done again. */
public enum FileStage {
    DESCUBIERTO,
    /** It no longer changes, and waits for room on the disk. */
    ESTABLE,
    EN_COLA,
    DESCARGANDO,
    DESCARGADO,
    VALIDANDO,
    CARGANDO,
    /** The rows are committed: from here on only backup and removal may be repeated. */
    CARGADO,
    RESPALDADO,
    BORRADO_ORIGEN,
    FINALIZADO,
    PENDIENTE_RESPALDO,
    PENDIENTE_BORRADO,
    CUARENTENA,
    DESAPARECIDO
}
