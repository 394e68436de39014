package dev.caravan.visitfiles.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sums that did not fit in memory, as sorted files that are merged in the end, or go with their folder. For one thread.
 */
final class SumRuns {

    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    /** @param folder for the files; made if it is not there */
    SumRuns(Path folder) {
        this.folder = folder;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** @param sums in their order */
    void spill(Collection<MonthSum> sums) throws IOException {
        Path file = Files.createTempFile(Files.createDirectories(folder), "sums-", null);
        files.add(file);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (MonthSum sum : sums) {
                sum.write(out);
            }
        }
    }

    /** What is done with each sum. */
    interface Step {
        void take(MonthSum sum) throws SQLException;
    }

    /** Gives what was spilled, in the order of the sums, each e-mail and month once; may be done once. */
    void merge(Step step) throws IOException, SQLException {
        List<Run> runs = new ArrayList<>();
        try {
            for (Path file : files) {
                runs.add(new Run(file));
            }
            merge(runs, step);
        } finally {
            for (Run run : runs) {
                run.in.close();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void merge(List<Run> runs, Step step) throws IOException, SQLException {
        PriorityQueue<Run> heads = new PriorityQueue<>(Comparator.comparing(Run::head));
        for (Run run : runs) {
            if (run.advance()) {
                heads.add(run);
            }
        }
        MonthSum sum = null;
        while (!heads.isEmpty()) {
            Run run = heads.remove();
            if (sum != null && sum.equals(run.head())) {
                sum.add(run.head());
            } else {
                if (sum != null) {
                    step.take(sum);
                }
                sum = run.head();
            }
            if (run.advance()) {
                heads.add(run);
            }
        }
        if (sum != null) {
            step.take(sum);
        }
    }

    private static final class Run {
        private final DataInputStream in;
        private @Nullable MonthSum head;

        Run(Path file) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
        }

        MonthSum head() {
            return Objects.requireNonNull(head);
        }

        /** @return whether there is one more */
        boolean advance() throws IOException {
            try {
                head = MonthSum.read(in);
                return true;
            } catch (EOFException e) {
                return false;
            }
        }
    }
}
