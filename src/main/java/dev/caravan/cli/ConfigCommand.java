package dev.caravan.cli;

import dev.caravan.Settings;
import dev.caravan.migration.LaReferenciaConfig;
import dev.caravan.migration.Translation;
import dev.caravan.platform.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Takes over the configuration of the system that Caravan takes the place of.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {

    /** A file of settings is some kilobytes. */
    private static final long MAX_BYTES = 1 << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "import",
            description = "Writes a config.ini of the LA Referencia processor, or of its REST service, as a file for"
                    + " --config. Ends with 1 when something in it cannot be said so.",
            mixinStandardHelpOptions = true)
    int load(
            @Parameters(paramLabel = "FILE", description = "The config.ini.") Path file,
            @Option(names = "--out", paramLabel = "FILE", description = "Where to write; default: standard output.")
                    @Nullable
                    Path out)
            throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("Cannot read " + file + ", or it is no configuration");
        }
        if (out != null && Files.exists(out)) {
            throw new IllegalArgumentException(out + " is there already");
        }
        Translation translation;
        try {
            translation = LaReferenciaConfig.translate(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Cannot read " + file + ": " + e.getMessage(), e);
        }
        PrintWriter err = spec.commandLine().getErr();
        if (out == null) {
            spec.commandLine().getOut().print(translation.file());
            spec.commandLine().getOut().flush();
        } else {
            Files.writeString(out, translation.file());
            translation.notes().forEach(note -> err.println("note: " + note));
        }
        translation.problems().forEach(problem -> err.println("not translated: " + problem));
        boolean loads = loads(translation, err);
        return loads && translation.problems().isEmpty() ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }

    /** Whether the service would start with it. */
    private static boolean loads(Translation translation, PrintWriter err) throws IOException {
        Path file = Files.createTempFile("caravan", ".properties");
        try {
            Files.writeString(file, translation.file());
            Settings unused = Settings.load(List.of(file));
            return true;
        } catch (ConfigException e) {
            err.println("caravan: " + e.getMessage());
            return false;
        } finally {
            Files.delete(file);
        }
    }
}
