package dev.caravan.dataset;

import dev.caravan.platform.PipelineException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The dataset's objects by key relative to its prefix. Failures come as {@link PipelineException}: {@code s3-denied}
 * (permanent), {@code s3-unreachable} (transient). Safe for many threads.
 */
public final class ObjectStore {

    private final S3Client s3;
    private final String bucket;
    private final String prefix;

    public ObjectStore(S3Client s3, DatasetSettings settings) {
        this(s3, settings.bucket(), settings.prefix());
    }

    /** @param prefix another folder of the bucket; empty: the bucket itself */
    public ObjectStore(S3Client s3, String bucket, String prefix) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix.isEmpty() ? "" : prefix + "/";
    }

    /**
     * An object in a listing.
     *
     * @param key relative to the prefix
     */
    public record Listed(String key, long bytes, String etag, Instant modified) {}

    /** An object's content and its entity tag. */
    @SuppressWarnings("ArrayRecordComponent")
    record Stored(byte[] content, String etag) {}

    /** The key as S3 knows it. */
    public String absolute(String key) {
        return prefix + key;
    }

    /** The inverse of {@link #absolute}. */
    String relative(String absolute) {
        return absolute.startsWith(prefix) ? absolute.substring(prefix.length()) : absolute;
    }

    /** All objects below a folder, in the order of their keys. */
    public List<Listed> list(String folder) {
        return call("list " + folder, client -> {
            List<Listed> listed = new ArrayList<>();
            client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(absolute(folder)))
                    .contents()
                    .forEach(object -> listed.add(
                            new Listed(relative(object.key()), object.size(), object.eTag(), object.lastModified())));
            return listed;
        });
    }

    Optional<Stored> read(String key) {
        return call("read " + key, client -> {
            try {
                ResponseBytes<GetObjectResponse> response = client.getObjectAsBytes(
                        request -> request.bucket(bucket).key(absolute(key)));
                return Optional.of(
                        new Stored(response.asByteArray(), response.response().eTag()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** @return false when there is no such object (any more) */
    boolean fetch(String key, Path file) {
        return call("fetch " + key, client -> {
            try {
                client.getObject(request -> request.bucket(bucket).key(absolute(key)), file);
                return true;
            } catch (NoSuchKeyException e) {
                return false;
            }
        });
    }

    /**
     * Writes an object only if it is still as it was read.
     *
     * @param etag of the object that is replaced; null when there must be none
     * @return false when it was changed in the meantime: nothing was written
     */
    boolean replace(String key, byte[] content, @Nullable String etag) {
        return call("write " + key, client -> {
            PutObjectRequest.Builder request =
                    PutObjectRequest.builder().bucket(bucket).key(absolute(key)).contentType("application/json");
            PutObjectRequest put = (etag == null ? request.ifNoneMatch("*") : request.ifMatch(etag)).build();
            try {
                client.putObject(put, RequestBody.fromBytes(content));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == 412 || e.statusCode() == 409) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Writes an object whole, whatever was there before. */
    public void write(String key, Path file) {
        call(
                "write " + key,
                client -> client.putObject(
                        request -> request.bucket(bucket).key(absolute(key)), RequestBody.fromFile(file)));
    }

    public void delete(String key) {
        call(
                "delete " + key,
                client -> client.deleteObject(request -> request.bucket(bucket).key(absolute(key))));
    }

    /**
     * Whether the bucket is there for us.
     *
     * @param timeout for all of it, tries included
     */
    public void check(Duration timeout) {
        call(
                "look",
                client -> client.headBucket(request ->
                        request.bucket(bucket).overrideConfiguration(override -> override.apiCallTimeout(timeout))));
    }

    private <T> T call(String what, Function<S3Client, T> call) {
        try {
            return call.apply(s3);
        } catch (SdkException e) {
            throw failure(what, e);
        }
    }

    /** What a failure of S3 means to the work item that asked, whatever it is wrapped in. */
    public PipelineException failure(String what, Throwable e) {
        if (!(e instanceof SdkException) && e.getCause() != null) {
            return failure(what, e.getCause());
        }
        String text = what + " in bucket " + bucket + ": " + e.getMessage();
        return switch (e instanceof S3Exception answer ? answer.statusCode() : 0) {
            case 401, 403 ->
                new PipelineException.Permanent("s3-denied", text + "; check s3.access-key and the grants", e);
            case 404 -> new PipelineException.Permanent("s3-no-bucket", text + "; create it, or set s3.bucket", e);
            default -> new PipelineException.Transient("s3-unreachable", text, e);
        };
    }
}
