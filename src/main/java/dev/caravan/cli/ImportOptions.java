package dev.caravan.cli;

import dev.caravan.platform.Secret;
import dev.caravan.tracking.ImportSettings;
import dev.caravan.tracking.ImportSettings.InDoubt;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an import goes, and how. */
final class ImportOptions {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Matomo, for example https://matomo.example.org; /matomo.php is added.")
    private @Nullable String url;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Where it notes how far it is; default: beside the input, or in work.dir for -.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--refused",
            paramLabel = "FILE",
            description = "Gets the lines that Matomo has not taken, as JSON lines, with the reason.")
    private @Nullable Path refused;

    @Option(names = "--batch-size", defaultValue = "100", description = "Requests sent at once, up to 1000 (100).")
    private int batch = 100;

    @Option(
            names = "--retries",
            defaultValue = "8",
            description = "Further tries when Matomo is away, busy or fails: after 1, 2, 4 … 60 s (8).")
    private int retries = 8;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "300", description = "For an answer (300).")
    private int timeout = 300;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long Matomo may go on with a request whose answer is lost (120).")
    private int patience = 120;

    @Option(
            names = "--in-doubt",
            paramLabel = "WHAT",
            defaultValue = "stop",
            description = "Requests of a former call of which it is not known whether they are stored: stop (the"
                    + " default), resend or skip.")
    private String inDoubt = "stop";

    Path checkpoint(Path otherwise) {
        return Objects.requireNonNullElse(checkpoint, otherwise);
    }

    /** @throws IllegalArgumentException with one sentence */
    ImportSettings settings(Path input, Path noted, Secret token) {
        between("--batch-size", batch, 1, 1000);
        between("--retries", retries, 0, 100);
        between("--timeout", timeout, 1, 3600);
        between("--patience", patience, 0, 3600);
        return new ImportSettings(
                input,
                noted,
                refused,
                endpoint(),
                token,
                batch,
                retries,
                FIRST_DELAY,
                Duration.ofSeconds(timeout),
                Duration.ofSeconds(patience),
                answer());
    }

    private URI endpoint() {
        String text = Objects.requireNonNullElse(url, "");
        if (!text.matches("https?://[^/?#@\\s]+(?:/[^?#\\s]*)?")) {
            throw new IllegalArgumentException(
                    "--url '" + text + "': expected something like https://matomo.example.org");
        }
        return URI.create(text.endsWith(".php") ? text : text.replaceFirst("/*$", "") + "/matomo.php");
    }

    private InDoubt answer() {
        for (InDoubt answer : InDoubt.values()) {
            if (answer.name().toLowerCase(Locale.ROOT).equals(inDoubt)) {
                return answer;
            }
        }
        throw new IllegalArgumentException("--in-doubt '" + inDoubt + "': expected stop, resend or skip");
    }

    private static void between(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    option + " " + value + ": expected a whole number from " + min + " to " + max);
        }
    }
}
