package dev.caravan.visitfiles.load;

/**
 * What a load has counted.
 *
 * @param warned valid rows with warnings
 * @param newVisitors e-mails seen for the first time
 * @param knownVisitors e-mails that had visits before
 */
public record LoadCounts(long valid, long rejected, long warned, long newVisitors, long knownVisitors) {

    public long read() {
        return valid + rejected;
    }

    public FileStatus status() {
        return rejected == 0 ? FileStatus.COMPLETADO : FileStatus.COMPLETADO_CON_ERRORES;
    }
}
