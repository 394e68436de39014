package dev.caravan.visitfiles.sftp;

import dev.caravan.platform.Config;
import dev.caravan.platform.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An SFTP server and the folder on it that reports lie in.
 *
 * @param password empty when a private key is used
 * @param privateKey its file; null when a password is used
 * @param knownHosts the file, as OpenSSH writes it, that must have the server's key
 * @param folder absolute
 * @param timeout how long the server may say nothing, also while it opens a connection or a channel
 * @param maxSessions open at once from this instance
 */
public record SftpSettings(
        String host,
        int port,
        String user,
        Secret password,
        @Nullable Path privateKey,
        Secret passphrase,
        Path knownHosts,
        String folder,
        Duration timeout,
        int maxSessions) {

    /** @param prefix of the source's keys, with the dot at its end */
    public static SftpSettings from(Config config, String prefix) {
        Optional<String> privateKey = config.text(prefix + "private-key");
        Secret password = config.secret(prefix + "password");
        if (privateKey.isEmpty() == password.reveal().isEmpty()) {
            config.problem(prefix + "password, " + prefix + "private-key: exactly one of them must be set");
        }
        Path knownHosts = config.home().resolve(config.required(prefix + "known-hosts"));
        if (!Files.isReadable(knownHosts)) {
            config.problem(
                    prefix + "known-hosts = " + knownHosts
                            + ": expected a file that can be read; ssh-keyscan writes one, compare its key with the server's owner");
        }
        return new SftpSettings(
                config.required(prefix + "host"),
                config.number(prefix + "port", 22, 1, 65_535),
                config.required(prefix + "user"),
                password,
                privateKey.map(file -> config.home().resolve(file)).orElse(null),
                config.secret(prefix + "private-key-passphrase"),
                knownHosts,
                config.parsed(prefix + "dir", "/home/vinkOS/archivosVisitas", "an absolute folder", text -> {
                    if (!text.startsWith("/") || text.matches(".*[*?\\[\\]\\\\\\p{Cntrl}].*")) {
                        throw new IllegalArgumentException(text);
                    }
                    return text.replaceFirst("(?<=.)/+$", "");
                }),
                config.duration(prefix + "timeout", "60s", "100ms", "10m"),
                config.number(prefix + "max-sessions", 3, 1, 50));
    }
}
