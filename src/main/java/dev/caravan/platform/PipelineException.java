package dev.caravan.platform;

import org.jspecify.annotations.Nullable;

/** A failure that says whether trying again can help, and under which code an operator finds it. */
public abstract sealed class PipelineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    private PipelineException(String code, String message, @Nullable Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
    }

    /** Stable, kebab-case; listed in docs/errors.md. */
    public String code() {
        return code;
    }

    /** The other side may answer later: tried again with back-off, then dead-lettered. */
    public static final class Transient extends PipelineException {
        private static final long serialVersionUID = 1L;

        public Transient(String code, String message, @Nullable Throwable cause) {
            super(code, message, cause);
        }
    }

    /** The input or the configuration is wrong: dead-lettered at once. */
    public static final class Permanent extends PipelineException {
        private static final long serialVersionUID = 1L;

        public Permanent(String code, String message, @Nullable Throwable cause) {
            super(code, message, cause);
        }

        public Permanent(String code, String message) {
            this(code, message, null);
        }
    }

    /** Somebody else holds the work item now, or it was cancelled: stop, publish nothing, record nothing. */
    public static final class Abandoned extends PipelineException {
        private static final long serialVersionUID = 1L;

        public Abandoned(String message) {
            super("lease-lost", message, null);
        }
    }
}
