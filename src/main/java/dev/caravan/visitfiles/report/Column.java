package dev.caravan.visitfiles.report;

import java.util.Arrays;
import java.util.List;

/** The columns of a report, in their order. */
enum Column {
    EMAIL("email"),
    /** Its name differs from report to report. */
    SECOND("jyv", 255),
    BADMAIL("Badmail", 32),
    BAJA("Baja", 32),
    SENT("Fecha envio"),
    OPENED("Fecha open"),
    OPENS("Opens"),
    VIRAL_OPENS("Opens virales"),
    CLICKED("Fecha click"),
    CLICKS("Clicks"),
    VIRAL_CLICKS("Clicks virales"),
    LINKS("Links", 4000),
    IPS("IPs", 4000),
    BROWSERS("Navegadores", 4000),
    PLATFORMS("Plataformas", 4000);

    static final List<Column> ALL = List.of(values());

    /** Whose length only {@link #maxCharacters} limits. */
    static final List<Column> TEXTS = List.of(SECOND, BADMAIL, BAJA, LINKS, IPS, BROWSERS, PLATFORMS);

    private final String header;
    private final int maxCharacters;

    Column(String header) {
        this(header, Integer.MAX_VALUE);
    }

    Column(String header, int maxCharacters) {
        this.header = header;
        this.maxCharacters = maxCharacters;
    }

    /** Its usual name. */
    String header() {
        return header;
    }

    /** What the database's column holds, or for a list more than any real one has; the rules of the others are narrower. */
    int maxCharacters() {
        return maxCharacters;
    }

    static List<String> headers() {
        return Arrays.stream(values()).map(Column::header).toList();
    }
}
