package dev.caravan.platform;

/** Somebody asks for something that makes no sense; nothing was done. The message is one sentence for that person. */
public final class InvalidRequest extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code stable, kebab-case; listed in docs/errors.md */
    public InvalidRequest(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
