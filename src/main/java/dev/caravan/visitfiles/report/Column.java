package dev.caravan.visitfiles.report;

import java.util.Arrays;
import java.util.List;

/** The columns of a report, in their order. */
enum Column {
    EMAIL("email"),
    /** Its name differs from report to report. */
    SECOND("jyv"),
    BADMAIL("Badmail"),
    BAJA("Baja"),
    SENT("Fecha envio"),
    OPENED("Fecha open"),
    OPENS("Opens"),
    VIRAL_OPENS("Opens virales"),
    CLICKED("Fecha click"),
    CLICKS("Clicks"),
    VIRAL_CLICKS("Clicks virales"),
    LINKS("Links"),
    IPS("IPs"),
    BROWSERS("Navegadores"),
    PLATFORMS("Plataformas");

    static final List<Column> ALL = List.of(values());

    /** Of which anything is taken, up to a length. */
    static final List<Column> TEXTS = List.of(SECOND, BADMAIL, BAJA, LINKS, IPS, BROWSERS, PLATFORMS);

    private final String header;

    Column(String header) {
        this.header = header;
    }

    /** Its usual name. */
    String header() {
        return header;
    }

    static List<String> headers() {
        return Arrays.stream(values()).map(Column::header).toList();
    }
}
