package dev.caravan.visitfiles.sftp;

import java.time.Instant;

/**
 * A file as a listing shows it. The same name with another size or time is another file.
 *
 * @param name without folders
 * @param size bytes
 * @param modified in whole seconds, as SFTP tells it
 */
public record RemoteFile(String name, long size, Instant modified) {}
