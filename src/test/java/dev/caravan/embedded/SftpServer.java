package dev.caravan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** An SFTP server (Apache MINA SSHD) on loopback, in this JVM, with one user and a folder of its own. */
public final class SftpServer implements EmbeddedServer {

    /** When every {@link #put file} was changed last. */
    public static final Instant TIME = Instant.parse("2013-02-09T08:00:00Z");

    private static final String USER = "visits";

    private final int port = FreePorts.next();
    private final String password = PrivateFiles.secret();
    private final AtomicInteger logins = new AtomicInteger();
    private final Path root;
    private final Path knownHosts;
    private final SimpleGeneratorHostKeyProvider hostKey;
    private volatile Guard guard = (access, path) -> {};
    private SshServer server;

    /** What a client is about to do. */
    public enum Access {
        LIST,
        READ,
        REMOVE
    }

    /** Is asked before a client is served. */
    public interface Guard {

        /**
         * @param path as the client has it, for example {@code /folder/file}
         * @throws IOException the client is refused
         */
        void allow(Access access, String path) throws IOException;
    }

    private SftpServer(Path folder) {
        this.root = folder.resolve("files");
        this.knownHosts = folder.resolve("known_hosts");
        this.hostKey = new SimpleGeneratorHostKeyProvider(folder.resolve("host-key"));
        this.hostKey.setAlgorithm("EC");
        this.server = server();
    }

    /**
     * A server that is not started yet.
     *
     * @param folder for its host key, its known_hosts and the files
     */
    public static SftpServer in(Path folder) throws IOException {
        SftpServer server = new SftpServer(folder);
        Files.createDirectories(server.root);
        return server;
    }

    private SshServer server() {
        SshServer sshd = SshServer.setUpDefaultServer();
        sshd.setHost("127.0.0.1");
        sshd.setPort(port);
        sshd.setKeyPairProvider(hostKey);
        sshd.setPasswordAuthenticator((user, given, session) -> {
            logins.incrementAndGet();
            return USER.equals(user) && password.equals(given);
        });
        sshd.setFileSystemFactory(new VirtualFileSystemFactory(root));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(new SftpEventListener() {
            @Override
            public void opening(ServerSession session, String remoteHandle, Handle handle) throws IOException {
                Access access = handle instanceof DirectoryHandle ? Access.LIST : Access.READ;
                guard.allow(access, handle.getFile().toString());
            }

            @Override
            public void removing(ServerSession session, Path path, boolean isDirectory) throws IOException {
                guard.allow(Access.REMOVE, path.toString());
            }
        });
        sshd.setSubsystemFactories(List.of(sftp));
        return sshd;
    }

    /** From now on {@code next} is asked, and nobody else. */
    public void guard(Guard next) {
        guard = next;
    }

    @Override
    public void start() {
        try {
            server.start();
            KeyPair key = hostKey.loadKeys(null).iterator().next();
            Files.writeString(
                    knownHosts, "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(key.getPublic()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts all clients off; {@link #start} goes on with the same key and files. */
    @Override
    public void stop() {
        try {
            server.stop(true);
            server = server();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** The settings of a source of report files that is this server's folder. */
    public Map<String, String> source(String name) {
        String prefix = "visitfiles.source." + name + ".";
        return Map.of(
                "visitfiles.sources",
                name,
                prefix + "host",
                "127.0.0.1",
                prefix + "port",
                Integer.toString(port),
                prefix + "user",
                USER,
                prefix + "password",
                password,
                prefix + "known-hosts",
                knownHosts.toString(),
                prefix + "dir",
                "/",
                // it answers when the slowest machine has got so far
                prefix + "timeout",
                "10m");
    }

    /**
     * Puts a text file where clients see it, each line ended by LF. It is from {@link #TIME}.
     *
     * @param path below {@link #root}
     */
    public Path put(String path, String... lines) throws IOException {
        String text = String.join("\n", lines) + "\n";
        return Files.setLastModifiedTime(Files.writeString(root.resolve(path), text), FileTime.from(TIME));
    }

    /** What a client must know of the server's key. */
    public Path knownHosts() {
        return knownHosts;
    }

    /** The folder that a client sees as {@code /}. */
    public Path root() {
        return root;
    }

    /** How often somebody gave a password. */
    public int logins() {
        return logins.get();
    }
}
