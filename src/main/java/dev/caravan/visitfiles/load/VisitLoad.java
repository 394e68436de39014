package dev.caravan.visitfiles.load;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.PipelineException;
import dev.caravan.visitfiles.load.LoadOutcome.Duplicate;
import dev.caravan.visitfiles.load.LoadOutcome.Held;
import dev.caravan.visitfiles.load.LoadOutcome.Loaded;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;

/**
 * Loads one file in one transaction: its rows, its errors, the visitors' totals, and that its content was loaded. All
 * of it is there afterwards, once, or nothing. Safe for many threads.
 */
public final class VisitLoad {

    private final Transactions transactions;
    private final LoadSettings settings;
    private final Clock clock;

    /** @param database of {@link VisitFilesDatabase#open} */
    public VisitLoad(DataSource database, LoadSettings settings, Clock clock) {
        this.transactions = new Transactions(database);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * May be done again at any time: what is loaded is found loaded. A deadlock is answered by doing it again, with the
     * rows from their beginning, up to three times.
     *
     * @throws PipelineException.Transient {@code visitfiles-locked} (S-08), {@code visitfiles-database-unreachable} (S-07)
     * @throws PipelineException.Permanent {@code visitfiles-database-refused} (S-09),
     *     {@code visitfiles-rows-do-not-add-up} (S-14)
     * @throws PipelineException.Abandoned when the token is no longer that of the file (S-13)
     */
    public LoadOutcome load(LoadRequest request, Rows rows) {
        return transactions.run((connection, repeats) -> once(connection, request, rows, repeats));
    }

    private LoadOutcome once(Connection connection, LoadRequest request, Rows rows, int repeats) throws SQLException {
        LoadTransaction load = transaction(connection, request);
        Optional<Long> original = load.owner().or(load::withdrawn);
        connection.rollback();
        if (original.isPresent()) {
            return known(load, request, original.get(), repeats);
        }
        Optional<Long> previous = load.sameName();
        if (previous.isPresent() && isHeld(request, previous.get())) {
            return new Held(previous.get());
        }
        boolean large = request.expectedRows() > settings.singleTransactionRows();
        DetailWriter written = large ? load.stage(rows) : null;
        try {
            load.takeContent();
        } catch (DuplicateKeyException e) {
            // somebody was faster
            connection.rollback();
            return known(load, request, load.owner().orElseThrow(() -> e), repeats);
        }
        if (previous.isPresent() && (request.replaces() || request.sameName() == SameName.REPLACE)) {
            new Withdrawal(connection, settings.basis(), load.period()).take(previous.get());
        }
        if (written == null) {
            written = load.write(rows);
        } else {
            load.moveStaged();
        }
        LoadCounts counts = load.addUp(written);
        Milestones.reached("visitfiles.before-commit");
        try {
            connection.commit();
        } catch (SQLException e) {
            return committed(request, e);
        }
        load.drop();
        return new Loaded(counts, previous.isPresent(), load.repeated(), repeats);
    }

    /** An older version takes the place of a younger one only if an operator wants it. */
    private static boolean isHeld(LoadRequest request, long previous) {
        return !request.replaces()
                && switch (request.sameName()) {
                    case LOAD -> false;
                    case HOLD -> true;
                    case REPLACE -> previous > request.id();
                };
    }

    private static LoadOutcome known(LoadTransaction load, LoadRequest request, long owner, int repeats) {
        return owner == request.id()
                ? new Loaded(load.counts(), load.sameName().isPresent(), load.repeated(), repeats)
                : new Duplicate(owner);
    }

    /** Was it committed? The answer was lost, so another connection looks; it waits for what is still going on. */
    private LoadOutcome committed(LoadRequest request, SQLException lost) throws SQLException {
        Optional<LoadOutcome> loaded = transactions.run((connection, repeats) -> {
            LoadTransaction load = transaction(connection, request);
            return load.owner()
                    .filter(owner -> owner == request.id())
                    .map(owner -> known(load, request, owner, repeats));
        });
        return loaded.orElseThrow(() -> lost);
    }

    private LoadTransaction transaction(Connection connection, LoadRequest request) {
        return new LoadTransaction(
                connection, request, settings.basis(), new BusinessZone(settings.zone()).period(clock));
    }
}
