package dev.caravan.observe;

/**
 * One look at something that the service needs.
 *
 * @param name of the health check, for example {@code s3}
 * @param silence the error code when there is no answer at all
 */
record Probe(String name, String silence, Look look) {

    /** Asks the other system, and comes back in bounded time. */
    @FunctionalInterface
    interface Look {

        /**
         * @return a sentence for the operator
         * @throws dev.caravan.platform.PipelineException when it is not well; the message goes to the operator
         */
        String at();
    }
}
