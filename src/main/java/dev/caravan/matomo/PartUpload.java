package dev.caravan.matomo;

import java.nio.file.Path;

/** Puts a finished part into the bucket; in the service this is the route {@code dataset.put}. Safe for many threads. */
public interface PartUpload {

    /** @param key relative to the dataset's prefix */
    void upload(String key, Path file);
}
