package dev.caravan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.S3Server;
import dev.caravan.platform.Digests;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class DatasetIT {

    private static final int SITE = 7;
    private static final LocalDate DAY = LocalDate.of(2026, 9, 5);
    private static final Partition EVENTS = new Partition("events", SITE, DAY);
    private static final Partition VISITS = new Partition("visits", SITE, DAY);
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    private Path scratch;

    private final String prefix = "dataset-it/" + TESTS.incrementAndGet();
    private final S3Client s3 = client(server().secretKey());
    private final ObjectStore objects = store(s3, "caravan");
    private final DatasetWriter writer = new DatasetWriter(objects);
    private final DatasetReader reader = new DatasetReader(objects);

    private static S3Server server() {
        return EmbeddedServers.shared().s3();
    }

    private static S3Client client(String secret) {
        return S3Client.builder()
                .endpointOverride(server().endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(server().accessKey(), secret)))
                .build();
    }

    private ObjectStore store(S3Client client, String bucket) {
        return new ObjectStore(
                client,
                new DatasetSettings(
                        Optional.of(server().endpoint()),
                        "us-east-1",
                        bucket,
                        prefix,
                        server().accessKey(),
                        new Secret(server().secretKey()),
                        true,
                        Duration.ofMinutes(2),
                        Duration.ofHours(24)));
    }

    @BeforeEach
    void startEmpty() {
        assertThat(objects.list("")).isEmpty();
    }

    @AfterEach
    void close() {
        s3.close();
    }

    private void put(String key, String content) {
        s3.putObject(request -> request.bucket("caravan").key(objects.absolute(key)), RequestBody.fromString(content));
    }

    /** Uploads a part whose content is the text. */
    private Manifest.Part part(Partition partition, int attempt, String content) {
        String key = partition.part("20260920T013000-0a1b2c", attempt, 1);
        put(key, content);
        try {
            Path file = Files.writeString(scratch.resolve("content"), content);
            return writer.part(key, 1, content.length(), Digests.sha256(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Manifest manifest(Partition partition, long token, Manifest.Parts visits, Manifest.Part... parts) {
        return new Manifest(
                1,
                partition.table(),
                SITE,
                partition.day().toString(),
                1,
                "rules-1",
                "20260920T013000-0a1b2c",
                1,
                token,
                "2026-09-20T01:30:00Z",
                parts.length,
                new TreeMap<>(),
                Arrays.asList(parts),
                visits);
    }

    /** Publishes a day whose one event part and one visit part hold these texts. */
    private void publish(DatasetWriter by, long token, int attempt, String events, String visits) {
        Manifest.Part visit = part(VISITS, attempt, visits);
        by.publish(VISITS, manifest(VISITS, token, null, visit));
        by.publish(
                EVENTS, manifest(EVENTS, token, new Manifest.Parts(1, List.of(visit)), part(EVENTS, attempt, events)));
    }

    private void publish(long token, int attempt, String events, String visits) {
        publish(writer, token, attempt, events, visits);
    }

    private Fetched fetch(DatasetReader by) {
        return by.fetch(SITE, DAY, DAY.plusDays(1), scratch);
    }

    private String fingerprint() {
        return reader.fingerprint(SITE, DAY, DAY.plusDays(1));
    }

    private static List<String> texts(List<Path> files) {
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            try {
                texts.add(Files.readString(file));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return texts.stream().sorted().toList();
    }

    @Test
    void readsOnlyWhatTheManifestNames() {
        publish(5, 1, "events", "visits");
        part(EVENTS, 2, "unpublished");
        part(VISITS, 2, "unpublished");
        put(EVENTS.folder() + "old.parquet", "of another program");
        Fetched fetched = fetch(reader);

        assertThat(texts(fetched.events())).containsExactly("events");
        assertThat(texts(fetched.visits())).containsExactly("visits");
        assertThat(fetched.legacy()).isFalse();
        assertThat(fetched.complete()).isTrue();
        assertThat(fetched.inputs()).isEqualTo(fingerprint());
    }

    @Test
    void listsParquetWhereThereIsNoManifestButNotWhatOurAttemptsLeft() {
        put("events/idsite=7/year=2026/month=9/events_1.parquet", "month");
        put(EVENTS.folder() + "events_2.parquet", "day");
        put(EVENTS.folder() + "events_2.csv", "no parquet");
        put(VISITS.folder() + "visits.parquet", "visits");
        part(EVENTS, 1, "unpublished");
        put("events/idsite=7/year=2026/month=9/day=6/other.parquet", "another day");
        put("events/idsite=7/year=2026/month=10/x.parquet", "another month");
        put("events/idsite=77/year=2026/month=9/day=5/x.parquet", "another site");
        Fetched fetched = fetch(reader);

        assertThat(texts(fetched.events())).containsExactly("day", "month");
        assertThat(texts(fetched.visits())).containsExactly("visits");
        assertThat(fetched.legacy()).isTrue();
    }

    @Test
    void readsManifestsAndLegacyDaysOfOneMonthTogether() {
        publish(5, 1, "published", "visits");
        put("events/idsite=7/year=2026/month=9/day=6/x.parquet", "legacy");
        Fetched fetched = reader.fetch(SITE, LocalDate.of(2026, 9, 1), LocalDate.of(2026, 10, 1), scratch);

        assertThat(texts(fetched.events())).containsExactly("legacy", "published");
        assertThat(fetched.legacy()).isTrue();
    }

    @Test
    void isIncompleteWhenADayWasNeverPublished() {
        publish(5, 1, "events", "visits");
        Fetched fetched = reader.fetch(SITE, DAY, DAY.plusDays(2), scratch);

        assertThat(fetched.complete()).isFalse();
        assertThat(fetched.legacy()).isFalse();
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(fingerprint()).isEmpty();
        Fetched fetched = fetch(reader);
        assertThat(fetched.events()).isEmpty();
        assertThat(fetched.complete()).isFalse();
    }

    @Test
    void replacesAPublishedDayByALaterOne() {
        publish(5, 1, "old", "old");
        publish(6, 2, "new", "new");

        assertThat(texts(fetch(reader).events())).containsExactly("new");
    }

    @Test
    void neverReplacesALaterClaimByAnEarlierOne() {
        publish(6, 2, "new", "new");

        assertThatThrownBy(() -> publish(5, 1, "old", "old"))
                .isInstanceOf(PipelineException.Abandoned.class)
                .hasMessageContaining("a later claim has published");
        assertThat(texts(fetch(reader).visits())).containsExactly("new");
    }

    @Test
    void endsWithTheLaterClaimWhenAnEarlierOneWasAboutToPublishTheFirstManifest() {
        S3Client slow = InterceptedS3.before("putObject", s3, () -> publish(6, 2, "new", "new"));

        assertThatThrownBy(() -> publish(new DatasetWriter(store(slow, "caravan")), 5, 1, "old", "old"))
                .isInstanceOf(PipelineException.Abandoned.class);
        assertThat(texts(fetch(reader).events())).containsExactly("new");
    }

    @Test
    void endsWithTheLaterClaimWhenAnEarlierOneWasAboutToReplaceTheManifest() {
        publish(4, 1, "first", "first");
        S3Client slow = InterceptedS3.before("putObject", s3, () -> publish(6, 3, "new", "new"));

        assertThatThrownBy(() -> publish(new DatasetWriter(store(slow, "caravan")), 5, 2, "old", "old"))
                .isInstanceOf(PipelineException.Abandoned.class);
        assertThat(texts(fetch(reader).events())).containsExactly("new");
    }

    @Test
    void endsWithTheLaterClaimWhenAnEarlierOneGotInBetween() {
        S3Client slow = InterceptedS3.before("putObject", s3, () -> publish(5, 1, "old", "old"));
        publish(new DatasetWriter(store(slow, "caravan")), 6, 2, "new", "new");

        assertThat(texts(fetch(reader).events())).containsExactly("new");
    }

    @Test
    void readsTheManifestAgainWhenAPartHasGone() {
        publish(5, 1, "old", "old");
        S3Client swept = InterceptedS3.before("getObject", s3, () -> {
            publish(6, 2, "new", "new");
            objects.delete(EVENTS.part("20260920T013000-0a1b2c", 1, 1));
            objects.delete(VISITS.part("20260920T013000-0a1b2c", 1, 1));
        });
        Fetched fetched = fetch(new DatasetReader(store(swept, "caravan")));

        assertThat(texts(fetched.events())).containsExactly("new");
        assertThat(texts(fetched.visits())).containsExactly("new");
        assertThat(fetched.inputs()).isEqualTo(fingerprint());
    }

    @Test
    void givesUpForNowWhenAPublishedPartStaysAway() {
        publish(5, 1, "events", "visits");
        objects.delete(EVENTS.part("20260920T013000-0a1b2c", 1, 1));

        assertThatThrownBy(() -> fetch(reader))
                .isInstanceOfSatisfying(PipelineException.Transient.class, e -> assertThat(e.code())
                        .isEqualTo("dataset-changing"));
    }

    @Test
    void refusesAPartThatIsNotWhatItsManifestSays() {
        publish(5, 1, "events", "visits");
        put(EVENTS.part("20260920T013000-0a1b2c", 1, 1), "rotten");

        assertThatThrownBy(() -> fetch(reader))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo("dataset-part-corrupt"))
                .hasMessageContaining(EVENTS.part("20260920T013000-0a1b2c", 1, 1));
    }

    @Test
    void refusesAManifestThatIsNone() {
        put(EVENTS.manifest(), "{\"format\": 2, \"parts\": []}");
        assertThatThrownBy(() -> fetch(reader)).hasMessageContaining("has form 2, this version knows 1");
        put(EVENTS.manifest(), "no json");
        assertThatThrownBy(() -> fetch(reader))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo("dataset-manifest"));
    }

    @Test
    void changesItsFingerprintOnlyWhenSomethingIsPublishedOrLegacyChanges() {
        publish(5, 1, "events", "visits");
        String published = fingerprint();
        part(EVENTS, 2, "unpublished");
        part(VISITS, 2, "unpublished");
        put("events/idsite=7/year=2026/month=9/day=6/x.parquet", "another day");
        assertThat(fingerprint()).isEqualTo(published);

        publish(6, 3, "events", "visits");
        String again = fingerprint();
        assertThat(again).isNotEqualTo(published);

        put("visits/idsite=7/year=2026/month=9/x.parquet", "legacy");
        String legacy = fingerprint();
        assertThat(legacy).isNotEqualTo(again);
        put("visits/idsite=7/year=2026/month=9/x.parquet", "changed");
        assertThat(fingerprint()).isNotIn(legacy, again);
        objects.delete("visits/idsite=7/year=2026/month=9/x.parquet");
        assertThat(fingerprint()).isEqualTo(again);
    }

    private int sweep(Duration later) {
        return new Garbage(objects, Duration.ofHours(24), Clock.offset(Clock.systemUTC(), later)).sweep();
    }

    @Test
    void removesOnlyOldPartsThatNoManifestNames() {
        publish(5, 1, "events", "visits");
        part(EVENTS, 2, "unpublished");
        part(VISITS, 2, "unpublished");
        part(new Partition("events", 8, DAY), 1, "of a day that was never published");

        assertThat(sweep(Duration.ofHours(23))).isZero();
        assertThat(sweep(Duration.ofHours(25))).isEqualTo(3);
        assertThat(sweep(Duration.ofHours(25))).isZero();
        assertThat(texts(fetch(reader).events())).containsExactly("events");
        assertThat(texts(fetch(reader).visits())).containsExactly("visits");
    }

    @Test
    void neverRemovesLegacyFilesWithoutAManifest() {
        put(EVENTS.folder() + "events_2.parquet", "legacy");
        put("events/idsite=7/year=2026/month=9/part-0001.parquet", "legacy");
        put("visits/idsite=7/year=2026/month=9/notes.txt", "notes");

        assertThat(sweep(Duration.ofDays(400))).isZero();
        assertThat(objects.list("")).hasSize(3);
    }

    @Test
    void saysWhenTheBucketIsNotThere() {
        assertThatThrownBy(() -> store(s3, "nowhere").list("events/"))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo("s3-no-bucket"))
                .hasMessageContaining("nowhere");
    }

    @Test
    void saysWhenTheKeyIsWrongAndKeepsItToItself() {
        try (S3Client stranger = client("wrong-secret")) {
            assertThatThrownBy(() -> store(stranger, "caravan").list("events/"))
                    .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                            .isEqualTo("s3-denied"))
                    .hasMessageContaining("check s3.access-key")
                    .hasMessageNotContaining("wrong-secret");
        }
    }
}
