package dev.caravan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An S3 server (S3Proxy) on loopback that checks signatures; an object is a file. Ask it by path style, in any region. */
public final class S3Server implements EmbeddedServer {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final Path buckets;
    private final int port = FreePorts.next();
    private final String accessKey = PrivateFiles.secret();
    private final String secretKey = PrivateFiles.secret();
    private final ServerProcess process;

    private S3Server(Path folder, Path buckets) throws IOException {
        this.buckets = buckets;
        Path settings = folder.resolve("s3proxy.properties");
        PrivateFiles.write(
                settings,
                List.of(
                        "s3proxy.endpoint=" + endpoint(),
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + accessKey,
                        "s3proxy.credential=" + secretKey,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir=" + buckets.toString().replace("\\", "\\\\")));
        this.process = new ServerProcess(
                "S3",
                JavaProcess.command(
                        folder,
                        Home.classPath("s3proxy"),
                        List.of("-Xmx256m", "-Dlogback.configurationFile=" + Home.script("s3proxy-logback.xml")),
                        List.of("org.gaul.s3proxy.Main", "--properties", settings.toString())),
                Map.of(),
                folder.resolve("s3proxy.log"),
                () -> FreePorts.answers(port));
    }

    /**
     * A server that is not started yet.
     *
     * @param folder for its settings and log
     * @param buckets for the objects
     */
    static S3Server in(Path folder, Path buckets) throws IOException {
        Files.createDirectories(folder);
        Files.createDirectories(buckets);
        Files.deleteIfExists(folder.resolve("s3proxy.log"));
        return new S3Server(folder, buckets);
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void stop() {
        process.stop();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    /** Creates a bucket; nothing happens when there is one of this name. */
    public void createBucket(String name) {
        if (!BUCKET.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a bucket name: " + name);
        }
        try {
            Files.createDirectories(buckets.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create bucket " + name, e);
        }
    }
}
