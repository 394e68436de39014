package dev.caravan.api;

import static dev.caravan.api.ApiAnswer.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.platform.Digests;
import dev.caravan.reports.Report;
import dev.caravan.reports.ReportSettings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Reports over HTTP: as JSON or CSV, and with what a cache has to know. */
final class ReportAnswers {

    private static final MimeType CSV = new MimeType("text", "csv", StandardCharsets.UTF_8);

    private ReportAnswers() {}

    /** Not to be kept: what it is about may change each night. */
    static ApiAnswer widget(ApiRequest request, JsonNode widget) {
        return tagged(request, json(200, Map.of("Cache-Control", "no-cache", "Vary", "Origin"), widget));
    }

    /** @throws Problem {@code not-acceptable} */
    static ApiAnswer report(ApiRequest request, Report report, ReportSettings settings) {
        MimeType type = Accept.best(request.accept(), List.of(MimeTypeUtils.APPLICATION_JSON, CSV))
                .orElseThrow(() ->
                        new Problem(406, "not-acceptable", "There is application/json and text/csv, nothing else"));
        String keep = (settings.open() ? "public" : "private") + ", max-age="
                + settings.maxAge().toSeconds();
        Map<String, String> headers =
                Map.of("Cache-Control", report.complete() ? keep : "no-cache", "Vary", "Accept, Origin");
        return tagged(
                request,
                type.equals(CSV)
                        ? new ApiAnswer(200, "text/csv; charset=utf-8", headers, report.csv())
                        : json(200, headers, report.json()));
    }

    /** With a strong entity tag; without the content if the client has it already (RFC 9110, 13.1.2). */
    private static ApiAnswer tagged(ApiRequest request, ApiAnswer answer) {
        String tag = '"'
                + Digests.sha256(List.of(answer.contentType(), answer.body())).substring(0, 32)
                + '"';
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.put("ETag", tag);
        String known = request.ifNoneMatch();
        boolean same = known != null
                && Arrays.stream(known.split(","))
                        .map(one -> one.strip().replaceFirst("^W/", ""))
                        .anyMatch(one -> one.equals(tag) || one.equals("*"));
        return same
                ? new ApiAnswer(304, "", headers, "")
                : new ApiAnswer(answer.status(), answer.contentType(), headers, answer.body());
    }
}
