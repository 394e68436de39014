package dev.caravan.api;

import dev.caravan.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Who may ask for what: reports are open to all, reading to this machine, all else needs the operator's token. */
public final class Access {

    private static final String SCHEME = "Bearer ";

    /** For those who have the ledger itself. */
    public static final Access GRANTED = new Access(new Secret(""), true, true);

    private final Secret token;
    private final boolean openReports;
    private final boolean granted;

    /**
     * @param token set to nothing: nothing can be changed, and nothing read from elsewhere
     * @param openReports whether reports can be read from everywhere
     */
    Access(Secret token, boolean openReports) {
        this(token, openReports, false);
    }

    private Access(Secret token, boolean openReports, boolean granted) {
        this.token = token;
        this.openReports = openReports;
        this.granted = granted;
    }

    /** @throws Problem {@code unauthorized}, in the same words whatever is wrong */
    void check(ApiRequest request) {
        String authorization = request.authorization();
        boolean open = granted
                || (authorization == null
                        && !request.operation().guarded()
                        && (request.local()
                                || (openReports && request.operation().isReport())));
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
