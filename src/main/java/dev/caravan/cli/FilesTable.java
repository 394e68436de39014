package dev.caravan.cli;

import static dev.caravan.cli.StatusCommand.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.platform.Shown;
import java.io.PrintWriter;

/** Report files, a line each. */
final class FilesTable {

    private static final String FORMAT = "%8s  %-22s %-18s %9s %7s %7s  %-10s %-24s %-24s %s%n";

    private FilesTable() {}

    /** @param files as the interface gives them */
    static void print(PrintWriter out, JsonNode files) {
        out.printf(
                FORMAT,
                "id",
                "status",
                "stage",
                "rows",
                "errors",
                "warned",
                "source",
                "name",
                "ended (UTC)",
                "failure");
        for (JsonNode file : files) {
            out.printf(
                    FORMAT,
                    text(file, "id"),
                    text(file, "status"),
                    text(file, "stage"),
                    text(file, "rowsRead"),
                    text(file, "rowsErrors"),
                    text(file, "rowsWarned"),
                    text(file, "source"),
                    Shown.text(text(file, "name")),
                    text(file, "endedAt"),
                    failure(file));
        }
    }

    static String failure(JsonNode file) {
        return file.path("code").isNull() ? "-" : text(file, "code") + " " + Shown.text(text(file, "message"));
    }
}
