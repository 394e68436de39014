package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.platform.Shown;
import dev.caravan.visitfiles.report.Code;
import dev.caravan.visitfiles.report.LayoutError;
import dev.caravan.visitfiles.report.ReportFile;
import dev.caravan.visitfiles.report.RowError;
import dev.caravan.visitfiles.report.RowSink;
import dev.caravan.visitfiles.report.Summary;
import dev.caravan.visitfiles.report.Verdict;
import dev.caravan.visitfiles.report.VisitRow;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints what a validation finds: line by line, and the verdict last. */
final class Findings implements RowSink {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final boolean json;
    private final long limit;
    private long found;

    /**
     * What was found once.
     *
     * @param line null for the file as a whole
     * @param codes of one row's error all of them, the first decides
     */
    private record Finding(
            @Nullable Integer line,
            List<String> codes,
            @Nullable String column,
            @Nullable String value,
            String message) {

        String text() {
            String place = line == null ? "file" : "line " + line;
            String where = column == null ? "" : " " + Shown.text(column);
            String shown = value == null || value.isEmpty() ? "" : ": " + Shown.text(value);
            return place + ": " + String.join(",", codes) + where + ": " + message + shown;
        }
    }

    Findings(PrintWriter out, boolean json, long limit) {
        this.out = out;
        this.json = json;
        this.limit = limit;
    }

    @Override
    public void valid(VisitRow row) {
        row.warnings().forEach(code -> print(warning(row.line(), code)));
    }

    @Override
    public void rejected(RowError error) {
        print(new Finding(error.line(), error.codes(), error.column(), error.value(), error.message()));
    }

    /** The end for a file that is no report. */
    Verdict refused(ReportFile report) {
        LayoutError error = report.layoutError().orElseThrow();
        print(new Finding(null, List.of(error.code()), null, null, error.message()));
        return end(report, new Summary(0, 0, 0, 0, Map.of(), Map.of(), List.of()), Verdict.FALLO_LAYOUT);
    }

    /** The end for all other files. */
    Verdict judged(ReportFile report, Summary summary) {
        summary.fileWarnings().forEach(code -> print(warning(null, code)));
        return end(report, summary, summary.verdict());
    }

    private static Finding warning(@Nullable Integer line, String code) {
        return new Finding(line, List.of(code), null, null, Code.of(code).text());
    }

    private void print(Finding finding) {
        if (found++ < limit) {
            out.println(json ? line(finding) : finding.text());
        }
    }

    private Verdict end(ReportFile report, Summary summary, Verdict verdict) {
        if (json) {
            Map<String, Object> end = new LinkedHashMap<>();
            end.put("file", report.path().toString());
            end.put("verdict", verdict);
            end.put("bytes", report.bytes());
            end.put("sha256", report.sha256());
            end.put("canonicalSha256", report.canonicalSha256());
            end.put("findings", found);
            end.put("rows", summary);
            out.println(line(end));
        } else {
            if (found > limit) {
                out.println("… and " + (found - limit) + " more: --limit");
            }
            out.printf(
                    "%s: %s: %d read, %d valid, %d with errors%s, %d with warnings%s%n",
                    Shown.text(report.path().toString()),
                    verdict,
                    summary.read(),
                    summary.valid(),
                    summary.errors(),
                    counts(summary.errorCodes()),
                    summary.warned(),
                    counts(summary.warningCodes()));
        }
        out.flush();
        return verdict;
    }

    private static String counts(Map<String, Long> codes) {
        return codes.isEmpty()
                ? ""
                : codes.entrySet().stream()
                        .map(code -> code.getKey() + " " + code.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String line(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
