package dev.caravan.visitfiles;

import java.util.Arrays;

/** Technical failures of a file, A.3.7 of the specification, by the code that the ledger has for them. */
enum SystemFailure {
    S_01("visitfiles-sftp-refused"),
    S_02("visitfiles-sftp-folder"),
    S_03("visitfiles-download-broken"),
    S_06("visitfiles-disk"),
    S_07("visitfiles-database-unreachable"),
    S_08("visitfiles-locked"),
    S_09("visitfiles-database-refused"),
    S_11("visitfiles-backup"),
    S_14("visitfiles-rows-do-not-add-up"),
    /** Any other. */
    S_10("");

    private final String code;

    SystemFailure(String code) {
        this.code = code;
    }

    /** @param code of a dead work item */
    static SystemFailure of(String code) {
        if (code.equals("visitfiles-sftp-unreachable")) {
            return S_01;
        }
        return Arrays.stream(values())
                .filter(failure -> failure.code.equals(code))
                .findFirst()
                .orElse(S_10);
    }

    /** As in codigo_fallo. */
    String word() {
        return name().replace('_', '-');
    }

    /** Whether it would fail again in the same way, until somebody has looked. */
    boolean needsOperator() {
        return this == S_09 || this == S_14;
    }
}
