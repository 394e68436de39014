package dev.caravan.visitfiles.report;

/**
 * What a validation can find; docs/visitfiles.md has the rules. {@code L}: the file as a whole is no report; {@code R}:
 * a row is not loaded; {@code W}: all is loaded, and somebody should know.
 */
public enum Code {
    L_01("the file has nothing but blanks"),
    L_02("the file is not text"),
    L_03("the cells of the header are not separated by commas"),
    L_04("the header has not the expected number of cells"),
    L_05("the header has other names, or another order"),
    L_07("the header is malformed"),
    L_08("the file is too large"),

    R_01("the row has not the expected number of fields"),
    R_02("the e-mail address is missing"),
    R_03("not a valid e-mail address"),
    R_04("an e-mail address of more than 254 characters, or more than 64 before the @"),
    R_05("the date of the visit is missing"),
    R_06("not a date such as 31/12/2026 23:59"),
    R_07("not a date such as 31/12/2026 23:59"),
    R_08("not a date such as 31/12/2026 23:59"),
    R_09("the date is too early, or in the future"),
    R_10("not a whole number, or too large"),
    R_11("not HARD or SOFT"),
    R_12("not SI or NO"),
    R_13("the text is too long"),
    R_14("a control character"),
    R_15("the quotes of the row are malformed"),
    R_16("the line is too long"),
    R_17("the same row is in this file already"),

    W_01("opened before it was sent"),
    W_02("clicked before it was sent"),
    W_03("clicks without an open"),
    W_04("opens without their date, or a date without opens"),
    W_05("clicks without their date, or a date without clicks"),
    W_06("more viral ones than all"),
    W_07("a hard bounce with activity"),
    W_08("unsubscribed with activity"),
    W_09("the same address and date of the visit are in this file already"),
    W_10("the file has no rows"),
    W_11("Badmail or Baja has an unknown value"),
    W_12("not an IP address"),
    W_13("a number is missing and counts as 0"),
    W_14("lines have different ends"),
    W_15("the file's name was loaded before, with other content"),
    W_16("the same address and date of the visit were loaded from another file"),
    W_17("the file is not in UTF-8; it was read in the fallback charset"),
    W_18("more rows have errors than is usual"),
    W_19("the last line has not all fields: the file may be cut off");

    private final String text;

    Code(String text) {
        this.text = text;
    }

    /** What is wrong, without any value of the file. */
    public String text() {
        return text;
    }

    /** @param code for example {@code W-01} */
    public static Code of(String code) {
        return valueOf(code.replace('-', '_'));
    }

    /** For example {@code W-01}. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
