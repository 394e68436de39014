package dev.caravan.visitfiles.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.SftpException;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Shown;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.support.DefaultExchange;

/**
 * A folder on an SFTP server, by Camel's SFTP component. It lists, fetches and removes single files when it is told to:
 * a consumer would decide by itself when a file is deleted. Every call is one try. Safe for many threads.
 *
 * <p>Codes: {@code visitfiles-sftp-refused} (permanent: trying again could lock the account), {@code visitfiles-name}
 * (permanent), {@code visitfiles-sftp-unreachable}, {@code visitfiles-sftp-folder}, {@code visitfiles-download-broken},
 * {@code visitfiles-disk} (all transient).
 */
public final class SftpSite {

    private static final int BUFFER = 1 << 16;

    static {
        // it would give the same password six times
        JSch.setConfig("MaxAuthTries", "1");
    }

    private final SftpSettings settings;
    private final Supplier<CamelContext> camel;
    private final Semaphore sessions;

    /** @param camel asked when a session is opened */
    public SftpSite(SftpSettings settings, Supplier<CamelContext> camel) {
        this.settings = settings;
        this.camel = camel;
        this.sessions = new Semaphore(settings.maxSessions(), true);
    }

    /** The folder itself, not those in it. */
    public RemoteFolder list() {
        return inSession(session -> {
            List<SftpRemoteFile<?>> all = entries(session, settings.folder());
            return new RemoteFolder(
                    files(all),
                    all.stream()
                            .filter(entry -> !isFile(entry))
                            .map(entry -> entry.getFilename())
                            .filter(name -> !name.matches("[.]{1,2}"))
                            .toList());
        });
    }

    /**
     * @param name of {@link #list}
     * @return empty when the file is gone, or is no regular file any more
     */
    public Optional<RemoteFile> find(String name) {
        return inSession(session -> find(session, name));
    }

    /**
     * Copies a file, if it is still the one that was listed.
     *
     * @param file of {@link #list}
     * @param to replaced if it is there; on the disk when this returns
     * @return what is there afterwards: {@code file} when the copy is good, anything else when it must not be used
     */
    public Optional<RemoteFile> fetch(RemoteFile file, Path to) {
        return inSession(session -> {
            Optional<RemoteFile> before = find(session, file.name());
            if (!before.equals(Optional.of(file))) {
                return before;
            }
            copy(session, file, to);
            return find(session, file.name());
        });
    }

    /**
     * Removes a file, if it is still the one that was listed.
     *
     * @param file of {@link #list}
     * @return what is there now: empty when it is gone
     */
    public Optional<RemoteFile> remove(RemoteFile file) {
        return inSession(session -> {
            if (find(session, file.name()).equals(Optional.of(file))) {
                session.deleteFile(path(file.name()));
            }
            return find(session, file.name());
        });
    }

    private <T> T inSession(Function<RemoteFileOperations<?>, T> work) {
        sessions.acquireUninterruptibly();
        try {
            SftpEndpoint endpoint = endpoint();
            RemoteFileOperations<?> session = endpoint.createRemoteFileOperations();
            try {
                session.connect(endpoint.getConfiguration(), null);
                return work.apply(session);
            } finally {
                session.forceDisconnect();
            }
        } catch (GenericFileOperationFailedException e) {
            throw failure(e);
        } finally {
            sessions.release();
        }
    }

    /** Made by hand and not from a URI, which would have the password in it. */
    private SftpEndpoint endpoint() {
        SftpConfiguration configuration = new SftpConfiguration();
        configuration.setHost(settings.host());
        configuration.setPort(settings.port());
        configuration.setUsername(settings.user());
        if (settings.privateKey() == null) {
            configuration.setPassword(settings.password().reveal());
            configuration.setPreferredAuthentications("password,keyboard-interactive");
        } else {
            configuration.setPrivateKeyFile(settings.privateKey().toString());
            configuration.setPrivateKeyPassphrase(settings.passphrase().reveal());
            configuration.setPreferredAuthentications("publickey");
        }
        configuration.setKnownHostsFile(settings.knownHosts().toString());
        configuration.setUseUserKnownHostsFile(false);
        configuration.setStrictHostKeyChecking("yes");
        configuration.setConnectTimeout(Math.toIntExact(settings.timeout().toMillis()));
        configuration.setSoTimeout(Math.toIntExact(settings.timeout().toMillis()));
        configuration.setStepwise(false);
        configuration.setStreamDownload(true);
        SftpEndpoint endpoint =
                new SftpEndpoint("sftp", camel.get().getComponent("sftp", SftpComponent.class), configuration);
        endpoint.setCamelContext(camel.get());
        endpoint.setMaximumReconnectAttempts(0);
        return endpoint;
    }

    private Optional<RemoteFile> find(RemoteFileOperations<?> session, String name) {
        try {
            return files(entries(session, path(name))).stream().findFirst();
        } catch (GenericFileOperationFailedException e) {
            if (status(e) != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                throw e;
            }
        }
        // a server may say so of any file that goes while it looks for this one in the folder: only a whole listing
        // counts
        return files(entries(session, settings.folder())).stream()
                .filter(file -> file.name().equals(name))
                .findFirst();
    }

    private static List<SftpRemoteFile<?>> entries(RemoteFileOperations<?> session, String path) {
        return Arrays.stream(session.listFiles(path))
                .<SftpRemoteFile<?>>map(entry -> (SftpRemoteFile<?>) entry)
                .toList();
    }

    private static boolean isFile(SftpRemoteFile<?> entry) {
        return ((ChannelSftp.LsEntry) entry.getRemoteFile()).getAttrs().isReg();
    }

    private static List<RemoteFile> files(List<SftpRemoteFile<?>> entries) {
        return entries.stream()
                .filter(SftpSite::isFile)
                .map(file -> new RemoteFile(
                        file.getFilename(), file.getFileLength(), Instant.ofEpochMilli(file.getLastModified())))
                .toList();
    }

    private void copy(RemoteFileOperations<?> session, RemoteFile file, Path to) {
        Exchange exchange = new DefaultExchange(camel.get());
        GenericFile<Object> target = new GenericFile<>();
        exchange.setProperty(FileComponent.FILE_EXCHANGE_FILE, target);
        session.retrieveFile(path(file.name()), exchange, file.size());
        InputStream in = (InputStream) target.getBody();
        try (FileOutputStream out = new FileOutputStream(to.toFile())) {
            byte[] buffer = new byte[BUFFER];
            long read = 0;
            // one byte more would be another file
            for (int n = read(in, buffer); n >= 0 && read <= file.size(); n = read(in, buffer)) {
                out.write(buffer, 0, n);
                read += n;
            }
            if (read != file.size()) {
                throw new PipelineException.Transient(
                        "visitfiles-download-broken",
                        file.name() + ": " + read + " bytes came of the " + file.size() + " listed",
                        null);
            }
            out.getFD().sync();
        } catch (IOException e) {
            throw new PipelineException.Transient(
                    "visitfiles-disk", "Cannot write " + to + ": " + e.getMessage() + "; is the disk full?", e);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new PipelineException.Transient("visitfiles-download-broken", String.valueOf(e.getMessage()), e);
        }
    }

    private String path(String name) {
        if (name.matches("[.]*|.*[/*?\\[\\]\\\\\\p{Cntrl}].*")) {
            throw new PipelineException.Permanent(
                    "visitfiles-name", "'" + Shown.text(name) + "' would be a pattern or a path");
        }
        return settings.folder() + "/" + name;
    }

    private PipelineException failure(GenericFileOperationFailedException e) {
        String server = settings.user() + "@" + settings.host() + ":" + settings.port();
        if (e.getCause() instanceof JSchException connecting) {
            return refused(connecting)
                    ? new PipelineException.Permanent(
                            "visitfiles-sftp-refused",
                            server + ": " + connecting.getMessage() + "; check the user, its password or key, and "
                                    + settings.knownHosts(),
                            e)
                    : new PipelineException.Transient(
                            "visitfiles-sftp-unreachable", server + ": " + connecting.getMessage(), e);
        }
        return switch (status(e)) {
            case ChannelSftp.SSH_FX_NO_SUCH_FILE, ChannelSftp.SSH_FX_PERMISSION_DENIED ->
                new PipelineException.Transient(
                        "visitfiles-sftp-folder",
                        server + ": " + settings.folder() + " is not there, or this is not allowed: " + e.getMessage(),
                        e);
            default ->
                new PipelineException.Transient("visitfiles-sftp-unreachable", server + ": " + e.getMessage(), e);
        };
    }

    /** Whether the server, or its key, says no: it would again. */
    private static boolean refused(JSchException e) {
        return e instanceof JSchHostKeyException
                || String.valueOf(e.getMessage()).matches("(?i).*auth.*(fail|cancel).*");
    }

    private static int status(GenericFileOperationFailedException e) {
        return e.getCause() instanceof SftpException sftp ? sftp.id : ChannelSftp.SSH_FX_FAILURE;
    }
}
