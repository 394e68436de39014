package dev.caravan.visitfiles.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Counts rows on their way. */
final class Tally implements RowSink {

    private final RowSink next;
    private final Map<String, Long> errorCodes = new HashMap<>();
    private final Map<String, Long> warningCodes = new HashMap<>();
    private long valid;
    private long errors;
    private long warned;

    Tally(RowSink next) {
        this.next = next;
    }

    @Override
    public void valid(VisitRow row) {
        valid++;
        if (!row.warnings().isEmpty()) {
            warned++;
            row.warnings().forEach(code -> warningCodes.merge(code, 1L, Long::sum));
        }
        next.valid(row);
    }

    @Override
    public void rejected(RowError error) {
        errors++;
        errorCodes.merge(error.codes().get(0), 1L, Long::sum);
        next.rejected(error);
    }

    /**
     * @param read as counted by somebody else
     * @param fileWarnings those that the rows do not change
     */
    Summary summary(long read, List<String> fileWarnings, double errorRatio) {
        List<String> all = errors > read * errorRatio
                ? Stream.concat(fileWarnings.stream(), Stream.of(Code.W_18.toString()))
                        .sorted()
                        .toList()
                : fileWarnings;
        return new Summary(read, valid, errors, warned, errorCodes, warningCodes, all);
    }
}
