package dev.caravan.api;

import dev.caravan.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Who may ask for what: reading is open to this machine, all else needs the operator's token. */
public final class Access {

    private static final String SCHEME = "Bearer ";

    /** For those who have the ledger itself. */
    public static final Access GRANTED = new Access(new Secret(""), true);

    private final Secret token;
    private final boolean granted;

    /** @param token set to nothing: nothing can be changed, and nothing read from elsewhere */
    Access(Secret token) {
        this(token, false);
    }

    private Access(Secret token, boolean granted) {
        this.token = token;
        this.granted = granted;
    }

    /** @throws Problem {@code unauthorized}, in the same words whatever is wrong */
    void check(ApiRequest request) {
        String authorization = request.authorization();
        boolean open = granted
                || (authorization == null
                        && request.local()
                        && !request.operation().guarded());
        if (!open && !valid(authorization == null ? "" : authorization)) {
            throw new Problem(401, "unauthorized", "This needs the operator's token as 'Authorization: Bearer …'");
        }
    }

    private boolean valid(String authorization) {
        String expected = token.reveal();
        // the scheme's name has no case (RFC 9110)
        if (expected.isEmpty() || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        String given = authorization.substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
