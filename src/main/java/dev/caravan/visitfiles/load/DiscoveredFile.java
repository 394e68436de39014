package dev.caravan.visitfiles.load;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was listed at its source.
 *
 * @param source its name in the settings, at most 40 characters
 * @param name without the folder
 * @param number in the name; null when it has none
 * @param path the folder and the name, as the server has them
 * @param size bytes
 * @param modified to the second, as the server says it; what is finer is cut off
 * @param layout version of the layout that it will be judged by
 */
public record DiscoveredFile(
        String source, String name, @Nullable Long number, String path, long size, Instant modified, String layout) {}
