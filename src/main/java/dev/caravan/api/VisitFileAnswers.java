package dev.caravan.api;

import static dev.caravan.api.ApiAnswer.json;
import static dev.caravan.api.ApiAnswer.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.LedgerPages;
import dev.caravan.run.Period;
import dev.caravan.run.Plan;
import dev.caravan.visitfiles.FileDesk;
import dev.caravan.visitfiles.VisitFilesPlans;
import dev.caravan.visitfiles.VisitFilesSettings;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.load.Visitors;
import dev.caravan.visitfiles.overview.FileEntry;
import dev.caravan.visitfiles.overview.FileError;
import dev.caravan.visitfiles.overview.FileFilter;
import dev.caravan.visitfiles.overview.FilePages;
import dev.caravan.visitfiles.overview.FilesCsv;
import dev.caravan.visitfiles.overview.FilesReport;
import dev.caravan.visitfiles.overview.FilesReports;
import dev.caravan.visitfiles.overview.ReportText;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Answers about report files, and opens work on them. Safe for many threads. */
public final class VisitFileAnswers {

    private static final MimeType CSV = new MimeType("text", "csv", StandardCharsets.UTF_8);
    private static final MimeType TEXT = new MimeType("text", "plain", StandardCharsets.UTF_8);

    /** Who has asked, in the ledger and the control log. */
    private static final String WHO = "api";

    private static final int LONGEST_REASON = 500;

    /** Letters of a rejected line: a thousand of them are an answer. */
    private static final int LONGEST_LINE = 4000;

    private final Set<String> sources;
    private final VisitFilesPlans plans;
    private final FilePages pages;
    private final FilesReports reports;
    private final LedgerPages ledger;
    private final FileDesk desk;
    private final Supplier<Visitors> visitors;

    /** @param visitors asked when rows are to be taken out */
    public VisitFileAnswers(
            VisitFilesSettings settings,
            VisitFilesPlans plans,
            DataSource database,
            FilesReports reports,
            Supplier<Visitors> visitors) {
        this.sources = settings.sources().keySet();
        this.plans = plans;
        this.pages = new FilePages(database, settings.load().zone());
        this.reports = reports;
        this.ledger = new LedgerPages(database);
        this.desk = new FileDesk(settings, new ControlLog(database), plans);
        this.visitors = visitors;
    }

    /** @throws InvalidRequest {@code visitfiles-off} */
    ApiAnswer answer(ApiRequest request) {
        Parameters parameters = new Parameters(request.parameters());
        if (sources.isEmpty()) {
            throw new InvalidRequest("visitfiles-off", "There is no source of report files: see visitfiles.sources");
        }
        return switch (request.operation()) {
            case START_VISIT_RUN -> start(parameters.text("source"));
            case LIST_VISIT_FILES -> files(parameters);
            case GET_VISIT_FILE -> file(pages.find(request.decodedId()));
            case LIST_VISIT_ERRORS -> errors(pages.find(request.decodedId()).id(), parameters);
            case RETRY_VISIT_FILE, REPLACE_VISIT_FILE, WITHDRAW_VISIT_FILE, DISCARD_VISIT_FILE -> {
                long id = pages.find(request.decodedId()).id();
                change(request.operation(), id, parameters);
                yield file(pages.find(Long.toString(id)));
            }
            case GET_VISIT_REPORT -> report(request, parameters);
            default -> throw new IllegalArgumentException(request.operation().id());
        };
    }

    private ApiAnswer start(String source) {
        if (!source.isEmpty() && !sources.contains(source)) {
            throw new InvalidRequest("source-unknown", "'" + source + "' is not among visitfiles.sources: " + sources);
        }
        Plan plan = plans.list(source.isEmpty() ? sources : Set.of(source), WHO);
        return json(202, Map.of("Location", Operation.BASE + "/runs/" + plan.runId()), plan.summary());
    }

    private void change(Operation operation, long id, Parameters parameters) {
        switch (operation) {
            case RETRY_VISIT_FILE -> desk.retry(id, WHO);
            case REPLACE_VISIT_FILE -> desk.replace(id, visitors.get(), WHO);
            case WITHDRAW_VISIT_FILE -> desk.withdraw(id, visitors.get(), WHO, reason(parameters));
            case DISCARD_VISIT_FILE -> desk.discard(id, WHO, reason(parameters));
            default -> throw new IllegalArgumentException(operation.id());
        }
    }

    private static String reason(Parameters parameters) {
        String reason = parameters.text("reason");
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw new Problem(
                    400, "parameter-invalid", "Give a reason of at most " + LONGEST_REASON + " letters: it is kept");
        }
        return reason;
    }

    private ApiAnswer errors(long id, Parameters parameters) {
        int limit = parameters.limit();
        List<FileError> errors = new ArrayList<>();
        pages.errors(id, parameters.text("code"), parameters.number("after", -1), limit, LONGEST_LINE, errors::add);
        return ApiAnswer.page("errors", errors, limit, error -> Integer.toString(error.line()));
    }

    private ApiAnswer files(Parameters parameters) {
        int limit = parameters.limit();
        FileFilter filter = new FileFilter(
                parameters.text("day").isEmpty() ? null : day(parameters.text("day")),
                parameters.text("source"),
                status(parameters.text("status")),
                parameters.text("run"));
        List<FileEntry> files = pages.files(filter, parameters.number("after", Long.MAX_VALUE), limit);
        return ApiAnswer.page("files", files, limit, file -> Long.toString(file.id()));
    }

    private static Period day(String text) {
        Period day = Period.parse(Parameters.dayOrMonth(text));
        if (!day.isDay()) {
            throw new InvalidRequest("period-invalid", "'" + text + "' is no day: give 2026-09-05");
        }
        return day;
    }

    private static @Nullable FileStatus status(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return Arrays.stream(FileStatus.values())
                .filter(status -> status.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        400,
                        "parameter-invalid",
                        "status = '" + text + "': expected one of " + Arrays.toString(FileStatus.values())));
    }

    private ApiAnswer file(FileEntry file) {
        ObjectNode answer = with(file, "errors", pages.errorCounts(file.id()));
        return json(with(answer, "history", file.item() == null ? List.of() : ledger.attempts(file.item())));
    }

    private ApiAnswer report(ApiRequest request, Parameters parameters) {
        FilesReport report = report(parameters.text("day"), parameters.text("month"));
        MimeType type = Accept.best(request.accept(), List.of(MimeTypeUtils.APPLICATION_JSON, CSV, TEXT))
                .orElseThrow(() -> new Problem(
                        406, "not-acceptable", "There is application/json, text/csv and text/plain, nothing else"));
        if (type.equals(CSV)) {
            return new ApiAnswer(200, "text/csv; charset=utf-8", Map.of(), FilesCsv.report(report));
        }
        return type.equals(TEXT)
                ? new ApiAnswer(200, "text/plain; charset=utf-8", Map.of(), ReportText.of(report))
                : json(report);
    }

    private FilesReport report(String day, String month) {
        if (day.isEmpty() == month.isEmpty()) {
            throw new Problem(400, "parameter-invalid", "Give either day=2026-09-05 or month=2026-09");
        }
        if (month.isEmpty()) {
            return reports.day(day(day).from());
        }
        Period period = Period.parse(Parameters.dayOrMonth(month));
        if (!period.isMonth()) {
            throw new InvalidRequest("period-invalid", "'" + month + "' is no month: give 2026-09");
        }
        return reports.month(YearMonth.from(period.from()));
    }
}
