package dev.caravan.observe;

import java.util.concurrent.CountDownLatch;

/** Waits where nothing checked may be thrown. */
final class Waiting {

    private Waiting() {}

    static void on(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
