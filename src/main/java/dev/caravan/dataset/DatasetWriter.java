package dev.caravan.dataset;

import dev.caravan.dataset.Manifest.Part;
import dev.caravan.platform.PipelineException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Publishes partitions. Safe for many threads. */
public final class DatasetWriter {

    private final ObjectStore objects;

    public DatasetWriter(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Makes a manifest the partition's valid one. A manifest of a later claim is never replaced.
     *
     * @throws PipelineException.Abandoned when a later claim has published
     */
    public void publish(Partition partition, Manifest manifest) {
        for (int tries = 0; tries < 10; tries++) {
            Optional<ObjectStore.Stored> before = objects.read(partition.manifest());
            if (before.isPresent()
                    && Manifest.parse(partition.manifest(), before.get().content())
                                    .token()
                            > manifest.token()) {
                throw new PipelineException.Abandoned(partition.folder() + ": a later claim has published");
            }
            @Nullable String etag = before.map(ObjectStore.Stored::etag).orElse(null);
            if (objects.replace(partition.manifest(), manifest.toJson(), etag)) {
                return;
            }
        }
        throw new PipelineException.Transient(
                "dataset-contended", partition.manifest() + " keeps changing under us", null);
    }

    /** The object key of a part, as manifests name it. */
    public Part part(String key, long rows, long bytes, String sha256) {
        return new Part(objects.absolute(key), rows, bytes, sha256);
    }
}
