package dev.caravan.dataset;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 client before one of whose calls something else happens, once. */
final class InterceptedS3 {

    private InterceptedS3() {}

    /** @param method of {@link S3Client}, before whose first call {@code meanwhile} runs */
    static S3Client before(String method, S3Client s3, Runnable meanwhile) {
        AtomicBoolean done = new AtomicBoolean();
        return (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && done.compareAndSet(false, true)) {
                        meanwhile.run();
                    }
                    try {
                        return called.invoke(s3, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
