package dev.caravan.visitfiles.load;

import java.nio.file.Path;

/**
 * A file to load.
 *
 * @param id of its row in bitacora_control
 * @param token of the claim: without it nothing is committed
 * @param hash the canonical one
 * @param expectedRows as many or more than there are: above a limit they are staged first
 * @param replaces an operator has said that it takes the place of the load of its name, whatever {@code sameName} is
 * @param scratch a folder for what does not fit in memory
 */
public record LoadRequest(
        long id,
        long token,
        String source,
        String name,
        String hash,
        long expectedRows,
        SameName sameName,
        boolean replaces,
        Path scratch) {}
