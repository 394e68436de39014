package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.platform.Shown;
import dev.caravan.visitfiles.overview.FileError;
import dev.caravan.visitfiles.overview.FilePages;
import dev.caravan.visitfiles.overview.FilesCsv;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "errors",
        description = "Lists the rows of a report file that were not loaded: line, codes, value, and the line itself.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The lines may hold personal data. Exit codes: 0 there are errors, 3 there are none.",
            "Example: caravan visitfiles errors report_7.txt --out errors.csv"
        })
final class FilesErrorsCommand implements Callable<Integer> {

    /** Letters of a line. */
    private static final int WHOLE = Integer.MAX_VALUE;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "Its id, or its name: then the youngest of this name.")
    private String file = "";

    @Option(names = "--code", paramLabel = "CODE", description = "Only those whose deciding code it is, such as R-03.")
    private String code = "";

    @Option(names = "--limit", paramLabel = "N", description = "How many; default: 100, with --out all.")
    private @Nullable Long limit;

    @Option(names = "--out", paramLabel = "CSV", description = "Write them to this file, which must not be there yet.")
    private @Nullable Path out;

    @Option(names = "--json", description = "As JSON, one object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private long written;

    @Override
    public Integer call() throws IOException {
        long most = limit == null ? (out == null ? 100 : Long.MAX_VALUE) : limit;
        if (most < 1) {
            throw new IllegalArgumentException("--limit " + most + ": expected 1 or more");
        }
        if (out != null && json) {
            throw new IllegalArgumentException("Give either --out or --json");
        }
        if (out != null && Files.exists(out)) {
            throw new IllegalArgumentException(out + " is there already");
        }
        try (VisitFilesHere here = new VisitFilesHere(config)) {
            FilePages pages = here.pages();
            long id = pages.find(file).id();
            if (out == null) {
                PrintWriter to = spec.commandLine().getOut();
                pages.errors(id, code, -1, most, WHOLE, counted(error -> to.println(json ? line(error) : text(error))));
                to.flush();
                long more = pages.errorCounts(id).entrySet().stream()
                                .filter(count ->
                                        code.isEmpty() || count.getKey().equals(code))
                                .mapToLong(count -> count.getValue())
                                .sum()
                        - written;
                if (more > 0) {
                    spec.commandLine().getErr().println("and " + more + " more: --limit, --out");
                }
            } else {
                write(pages, id, most, out);
            }
        }
        return written == 0 ? CaravanCommand.NOTHING_TO_DO : CaravanCommand.DONE;
    }

    private void write(FilePages pages, long id, long most, Path path) throws IOException {
        try (Writer writer = Files.newBufferedWriter(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FilesCsv csv = FilesCsv.errors(writer)) {
            pages.errors(id, code, -1, most, WHOLE, counted(csv::error));
        }
        spec.commandLine().getErr().println(written + " errors written to " + path);
    }

    private Consumer<FileError> counted(Consumer<FileError> each) {
        return error -> {
            written++;
            each.accept(error);
        };
    }

    private static String text(FileError error) {
        String place = error.line() == 0 ? "file" : "line " + error.line();
        String column = error.column() == null ? "" : " " + Shown.text(error.column());
        String value = error.value() == null || error.value().isEmpty() ? "" : ": " + Shown.text(error.value());
        String original =
                error.original() == null ? "" : System.lineSeparator() + "    " + Shown.text(error.original());
        return place + ": " + String.join(",", error.codes()) + column + ": " + Shown.text(error.message()) + value
                + original;
    }

    private static String line(FileError error) {
        try {
            return JSON.writeValueAsString(error);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
