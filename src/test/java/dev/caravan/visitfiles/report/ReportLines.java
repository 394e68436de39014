package dev.caravan.visitfiles.report;

/** Lines of reports, for tests that write their own. */
public final class ReportLines {

    public static final String HEADER = "email,jyv,Badmail,Baja,Fecha envio,Fecha open,Opens,Opens virales,Fecha click,"
            + "Clicks,Clicks virales,Links,IPs,Navegadores,Plataformas";

    private ReportLines() {}

    /** A valid row of {@code <name>@ejemplo.com}, without activity. */
    public static String row(String name) {
        return name + "@ejemplo.com,,,,08/02/2013 18:30,-,0,0,-,0,0,-,-,-,-";
    }
}
