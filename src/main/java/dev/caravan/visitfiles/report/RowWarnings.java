package dev.caravan.visitfiles.report;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is odd about a row that is loaded all the same; most of it is in real reports. */
final class RowWarnings {

    private final List<String> codes = new ArrayList<>(0);

    private RowWarnings() {}

    /**
     * @param seen whether a valid row before had the same address and date
     * @param unknownWord whether Badmail or Baja has a value that it should not have
     * @param numberMissing whether a number counts as 0 for want of one
     * @return codes, ascending
     */
    static List<String> of(VisitRow row, boolean seen, boolean unknownWord, boolean numberMissing) {
        RowWarnings warnings = new RowWarnings();
        boolean active = row.opens() > 0 || row.clicks() > 0;
        warnings.add(Code.W_01, isBefore(row.opened(), row.sent()));
        warnings.add(Code.W_02, isBefore(row.clicked(), row.sent()));
        warnings.add(Code.W_03, row.clicks() > 0 && (row.opens() == 0 || row.opened() == null));
        warnings.add(Code.W_04, row.opens() > 0 != (row.opened() != null));
        warnings.add(Code.W_05, row.clicks() > 0 != (row.clicked() != null));
        warnings.add(Code.W_06, row.viralOpens() > row.opens() || row.viralClicks() > row.clicks());
        warnings.add(Code.W_07, active && "HARD".equals(row.badmail()));
        warnings.add(Code.W_08, active && "SI".equals(row.baja()));
        warnings.add(Code.W_09, seen);
        warnings.add(Code.W_11, unknownWord);
        warnings.add(Code.W_12, row.ips() != null && !IpList.isValid(row.ips()));
        warnings.add(Code.W_13, numberMissing);
        return warnings.codes;
    }

    private void add(Code code, boolean given) {
        if (given) {
            codes.add(code.toString());
        }
    }

    private static boolean isBefore(@Nullable LocalDateTime time, LocalDateTime sent) {
        return time != null && time.isBefore(sent);
    }
}
