package dev.caravan.alerts;

import java.util.Locale;

/**
 * What can be wrong with report files, beside what the ledger's dead letters say. Each is asked by the statement {@code
 * alerts/files/<name>.sql}.
 */
enum FileAlert {
    LAYOUT("AL-01", "warning", Told.DAILY, "no reports: %1$s of %2$s", """
            Have the source send them anew in the right layout, under the same names or others. If theirs is right, add it
            to visitfiles.layouts or column2-names; then have them judged again."""),
    FAILED("AL-02", "warning", Told.ONCE, "failed, to be tried again: %1$s of %2$s", """
            Nothing, if the cause is gone; docs/errors.md and docs/visitfiles.md say what the codes mean."""),
    GIVEN_UP("AL-03", "critical", Told.DAILY, "failed for good: %1$s of %2$s", """
            They stay at their source, and are not tried again by themselves. Cure the cause (docs/errors.md), then
            try them again."""),
    SILENT("AL-05", "critical", Told.ONCE, "source %2$s was not listed in time", """
            Look whether a service with the roles scheduler and worker runs; 'caravan status' shows what waits."""),
    SLOW("AL-06", "warning", Told.ONCE, "source %2$s is being worked on for long", """
            'caravan status' shows what waits; a file of many rows takes its time, a server that does not answer too."""),
    EMPTY("AL-07", "info", Told.ONCE, "source %2$s brings no files", """
            Ask the source, if it should have sent some."""),
    ERRORS("AL-08", "warning", Told.AS_EVENT, "many rows with errors: %1$s of %2$s", """
            The rows that are right are loaded, the others are in the table errores with their codes. Tell the source."""),
    PENDING("AL-10", "warning", Told.ONCE, "loaded, and not put away: %1$s of %2$s", """
            Every listing tries again. Not backed up: look at the disk of visitfiles.dir. Not removed: give the account
            the right to remove files at the source."""),
    ROOM("AL-11", "warning", Told.ONCE, "no room for the files of source %2$s", """
            Make room on the disk of visitfiles.dir; the next listing takes the files."""),
    QUARANTINE("AL-11", "warning", Told.ONCE, "in quarantine for a week: %1$s of %2$s", """
            Decide what is to become of them: a corrected file, another try, or none."""),
    REPEATED("AL-13", "info", Told.AS_EVENT, "loaded before: %1$s of %2$s", """
            The same content was not loaded again. Another content under a known name was, unless same-name forbids it: see
            whether the source meant that.""");

    /** How often the same is told. */
    enum Told {
        /** When it begins for a source, and when it is over for all its files. */
        ONCE,
        /** Likewise, for the files of each day. */
        DAILY,
        /** For the files of each day; it is never over, only forgotten. */
        AS_EVENT
    }

    final String code;
    final String severity;
    final Told told;
    /** With the number of files and the source. */
    final String title;

    final String advice;

    FileAlert(String code, String severity, Told told, String title, String advice) {
        this.code = code;
        this.severity = severity;
        this.told = told;
        this.title = title;
        this.advice = advice;
    }

    /** As in keys and file names. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
