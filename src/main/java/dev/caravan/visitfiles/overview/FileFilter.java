package dev.caravan.visitfiles.overview;

import dev.caravan.run.Period;
import dev.caravan.visitfiles.load.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which files; what is empty or null lets everything pass.
 *
 * @param days in the business zone: a file is of the day on which it ended or, before that, of that on which it was found
 */
public record FileFilter(
        @Nullable Period days, String source, @Nullable FileStatus status, String run) {

    static FileFilter of(Period days) {
        return new FileFilter(days, "", null, "");
    }
}
