package dev.caravan.api;

/** An answer that is no success, as RFC 9457 problem+json. The detail is one sentence for whoever asked. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param code stable, kebab-case; listed in docs/errors.md */
    Problem(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
