package dev.caravan.platform;

import java.util.Optional;

/** The version of the running code, as the ledger records it. */
public final class Version {

    private Version() {}

    /** From the jar's manifest; {@code dev} when run from classes. */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
