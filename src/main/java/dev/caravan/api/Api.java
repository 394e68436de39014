package dev.caravan.api;

import static dev.caravan.api.ApiAnswer.json;
import static dev.caravan.api.ApiAnswer.page;
import static dev.caravan.api.ApiAnswer.problem;
import static dev.caravan.api.ApiAnswer.with;
import static dev.caravan.api.ReportAnswers.widget;

import dev.caravan.diagnosis.Explainer;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import dev.caravan.reports.Report;
import dev.caravan.reports.Reports;
import dev.caravan.run.ItemControl;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.LedgerPages;
import dev.caravan.run.LedgerPages.ItemFilter;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.Planner;
import dev.caravan.sources.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/**
 * Answers every {@link Operation}, for the HTTP routes and for the commands. It plans and looks things up; it never does
 * the work itself. Safe for many threads.
 */
public final class Api {

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("run-unknown", 404),
            Map.entry("item-unknown", 404),
            Map.entry("dead-letter-unknown", 404),
            Map.entry("identifier-unknown", 404),
            Map.entry("item-state", 409),
            Map.entry("dead-letter-resolved", 409),
            Map.entry("source-unknown", 404),
            Map.entry("file-unknown", 404),
            Map.entry("file-state", 409),
            Map.entry("visitfiles-not-loaded", 409),
            Map.entry("file-copy-missing", 409),
            Map.entry("reports-busy", 503));

    private final Planner planner;
    private final Sources sources;
    private final LedgerPages pages;
    private final LedgerFigures figures;
    private final ItemControl control;
    private final Reports reports;
    private final VisitFileAnswers visitFiles;
    private final ExplainAnswers explain;

    public Api(
            Planner planner,
            Sources sources,
            LedgerPages pages,
            LedgerFigures figures,
            ItemControl control,
            Reports reports,
            VisitFileAnswers visitFiles,
            Explainer explainer,
            Duration patience) {
        this.planner = planner;
        this.sources = sources;
        this.pages = pages;
        this.figures = figures;
        this.control = control;
        this.reports = reports;
        this.visitFiles = visitFiles;
        this.explain = new ExplainAnswers(sources::named, explainer, patience);
    }

    /** Whatever happens, there is an answer; what went wrong inside is in the log only. */
    public ApiAnswer answer(ApiRequest request, Access access) {
        try {
            access.check(request);
            return handle(request);
        } catch (Problem problem) {
            return problem(problem);
        } catch (InvalidRequest e) {
            return problem(new Problem(STATUS.getOrDefault(e.code(), 400), e.code(), String.valueOf(e.getMessage())));
        } catch (NestedRuntimeException e) {
            return failed(request, LedgerDatabase.failure(e));
        } catch (RuntimeException e) {
            return failed(request, e);
        }
    }

    private static ApiAnswer failed(ApiRequest request, RuntimeException failure) {
        String operation = request.operation().id();
        if (failure instanceof PipelineException known) {
            LOG.warn("operation={} {}", operation, known.getMessage());
            return problem(new Problem(
                    503, known.code(), "The ledger, or what it has to ask, does not answer; try again later"));
        }
        LOG.error("operation={} unexpected", operation, Redacted.of(failure));
        return problem(new Problem(500, "unexpected", "That should not have happened; the log says more"));
    }

    private ApiAnswer handle(ApiRequest request) {
        Parameters parameters = new Parameters(request.parameters());
        return switch (request.operation()) {
            case START_RUN -> startRun(request);
            case LIST_RUNS -> runs(parameters);
            case GET_RUN -> run(request.id());
            case LIST_ITEMS -> items(parameters);
            case GET_ITEM -> item(id(request, "item-unknown"));
            case RETRY_ITEM -> retry(id(request, "item-unknown"));
            case CANCEL_ITEM -> cancel(id(request, "item-unknown"));
            case ITEM_USAGE -> report(request, reports.item(request.decodedId(), parameters.values()));
            case SOURCE_USAGE -> report(request, reports.source(request.decodedId(), parameters.values()));
            case TOP -> report(request, reports.top(parameters.values()));
            case ITEM_WIDGET -> widget(request, reports.itemWidget(parameters.values()));
            case ITEM_WIDGET_BY_COUNTRY -> widget(request, reports.itemWidgetByCountry(parameters.values()));
            case REPOSITORY_WIDGET -> widget(request, reports.repositoryWidget(parameters.values()));
            case REPOSITORY_WIDGET_BY_COUNTRY ->
                widget(request, reports.repositoryWidgetByCountry(parameters.values()));
            case LIST_DEAD_LETTERS -> deadLetters(parameters);
            case RETRY_DEAD_LETTER -> item(control.retryLetter(id(request, "dead-letter-unknown")));
            case DISCARD_DEAD_LETTER -> item(control.discardLetter(id(request, "dead-letter-unknown")));
            case EXPLAIN_ITEM -> explain.answer(request);
            case LIST_SOURCES -> json(Map.of("sources", sources.all()));
            case START_VISIT_RUN,
                    LIST_VISIT_FILES,
                    GET_VISIT_FILE,
                    LIST_VISIT_ERRORS,
                    RETRY_VISIT_FILE,
                    REPLACE_VISIT_FILE,
                    WITHDRAW_VISIT_FILE,
                    DISCARD_VISIT_FILE,
                    GET_VISIT_REPORT -> visitFiles.answer(request);
            case GET_FRESHNESS -> freshness();
            case GET_STATUS -> status();
            case GET_CONTRACT -> contract();
        };
    }

    private ApiAnswer startRun(ApiRequest request) {
        if (!String.valueOf(request.contentType()).matches("(?i)application/json\\s*(;.*)?")) {
            throw new Problem(415, "media-type", "The body must be sent as application/json");
        }
        RunBody body = RunBody.parse(request.body());
        Plan plan = planner.plan(new PlanRequest(
                body.pipeline(),
                sources.select(body.sites()).stream().map(String::valueOf).toList(),
                body.period().span(),
                body.period().granularity(planner.pipeline(body.pipeline()).granularity()),
                body.mode(),
                body.dryRun(),
                body.allowIncomplete(),
                PlanRequest.BACKFILL,
                "api"));
        return json(202, Map.of("Location", Operation.BASE + "/runs/" + plan.runId()), plan.summary());
    }

    private ApiAnswer runs(Parameters parameters) {
        int limit = parameters.limit();
        List<LedgerPages.Run> runs = pages.runs(parameters.text("pipeline"), parameters.text("after"), limit);
        return page("runs", runs, limit, LedgerPages.Run::id);
    }

    private ApiAnswer run(String id) {
        LedgerPages.Run run =
                pages.run(id).orElseThrow(() -> new InvalidRequest("run-unknown", "There is no run '" + id + "'"));
        return json(with(run, "counts", pages.counts(id)));
    }

    private ApiAnswer items(Parameters parameters) {
        int limit = parameters.limit();
        ItemFilter filter = new ItemFilter(
                parameters.text("run"),
                parameters.text("pipeline"),
                parameters.text("site"),
                parameters.state(),
                parameters.span());
        List<LedgerPages.Item> items = pages.items(filter, parameters.number("after", 0), limit);
        return page("items", items, limit, item -> Long.toString(item.id()));
    }

    private ApiAnswer item(long id) {
        LedgerPages.Item item =
                pages.item(id).orElseThrow(() -> new InvalidRequest("item-unknown", "There is no work item " + id));
        return json(with(item, "history", pages.attempts(id)));
    }

    private ApiAnswer retry(long id) {
        control.retry(id);
        return item(id);
    }

    private ApiAnswer cancel(long id) {
        control.cancel(id);
        return item(id);
    }

    private ApiAnswer deadLetters(Parameters parameters) {
        int limit = parameters.limit();
        List<LedgerPages.DeadLetter> letters = pages.deadLetters(
                parameters.text("pipeline"),
                parameters.text("site"),
                parameters.text("code"),
                parameters.number("after", Long.MAX_VALUE),
                limit);
        return page("deadLetters", letters, limit, letter -> Long.toString(letter.id()));
    }

    private ApiAnswer freshness() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("lastClosedDay", planner.lastClosedDay());
        answer.put("sites", figures.freshness());
        return json(answer);
    }

    private ApiAnswer status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("pipelines", figures.pipelines());
        status.put("sites", figures.sites());
        status.put("deadLetters", pages.deadLetters("", "", "", Long.MAX_VALUE, 100));
        return json(status);
    }

    private static ApiAnswer contract() {
        try (InputStream contract = Objects.requireNonNull(Api.class.getResourceAsStream("/api/openapi.yaml"))) {
            return new ApiAnswer(
                    200, "application/yaml", Map.of(), new String(contract.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiAnswer report(ApiRequest request, Report report) {
        return ReportAnswers.report(request, report, reports.settings());
    }

    private static long id(ApiRequest request, String unknown) {
        if (!request.id().matches("[1-9]\\d{0,17}")) {
            throw new InvalidRequest(unknown, "There is no '" + request.id() + "' here: ids are whole numbers");
        }
        return Long.parseLong(request.id());
    }
}
