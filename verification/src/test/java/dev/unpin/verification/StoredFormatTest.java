package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.RedisClient;

/**
 * What each release has stored, one folder per format under {@code resources/stored}, is read by the current code,
 * which works on with it; and the current code stores what the newest folder says, so that no change slips through.
 */
class StoredFormatTest {
    private static final Path FOLDER = Path.of("src/test/resources/stored");
    /** When the samples were stored, by the clock that this test pretends: what expires is not to expire for good. */
    private static final Instant STORED = Instant.parse("2100-01-01T00:00:00Z");

    private static final String RECORD = System.getProperty("unpin.stored.record", "");
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final RedisClient CLIENT = RedisClient.create(SERVER.host(), SERVER.port());

    private final String namespace = "stored-" + System.nanoTime();

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStoredTodayHasTheNewestFormat(StoredFeature feature) throws IOException {
        String note;
        try (RedisBackend redis = backend(Duration.ZERO)) {
            note = feature.write(redis);
        }
        StoredSample stored = StoredSample.dump(CLIENT, namespace);
        if (!RECORD.isEmpty()) {
            List<String> lines = new ArrayList<>(List.of(note));
            lines.addAll(stored.lines());
            Files.createDirectories(FOLDER.resolve(RECORD));
            Files.write(FOLDER.resolve(RECORD).resolve(feature.fileName()), lines, UTF_8);
        }
        Path newest = newestFolder().resolve(feature.fileName());
        assertThat(stored.shape())
                .as("if the new format is meant, see CONTRIBUTING, '… change what is stored'")
                .isEqualTo(sample(newest).shape());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatWasStoredOnceIsReadForEver(StoredFeature feature, Path file) throws IOException {
        sample(file).load(CLIENT, namespace);
        try (RedisBackend redis = backend(Duration.ofMinutes(1))) {
            feature.read(redis, note(file));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aLaterFormatIsRefusedAndLeftAsItIs(StoredFeature feature, Path file) throws IOException {
        StoredSample later = sample(file).later();
        assumeThat(later).as("its only format is that of Redis").isNotEqualTo(sample(file));
        later.load(CLIENT, namespace);
        StoredSample before = StoredSample.dump(CLIENT, namespace);
        try (RedisBackend redis = backend(Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> feature.read(redis, note(file)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("later release");
        }
        assertThat(StoredSample.dump(CLIENT, namespace).lines()).containsAll(before.lines());
    }

    @Test
    void thereIsASampleOfEverythingInEveryFolder() {
        assertThat(folders()).isNotEmpty();
        assertThat(samples().count()).isPositive();
        for (StoredFeature feature : StoredFeature.values()) {
            assertThat(newestFolder().resolve(feature.fileName())).exists();
        }
    }

    /** Features that came later have no sample in older folders. */
    static Stream<Object[]> samples() {
        return folders().stream()
                .sorted()
                .flatMap(folder -> Stream.of(StoredFeature.values())
                        .filter(feature -> Files.exists(folder.resolve(feature.fileName())))
                        .map(feature -> new Object[] {feature, folder.resolve(feature.fileName())}));
    }

    private static Path newestFolder() {
        return Collections.max(
                folders(),
                Comparator.comparing(folder ->
                        ModuleDescriptor.Version.parse(FOLDER.relativize(folder).toString())));
    }

    private static List<Path> folders() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisBackend backend(Duration later) {
        Duration offset = Duration.between(Instant.now(), STORED.plus(later));
        return RedisBackend.builder(namespace)
                .single(SERVER.uri().toString())
                .unsafeClockOffset(() -> offset)
                .build();
    }

    private static String note(Path file) throws IOException {
        return Files.readAllLines(file, UTF_8).get(0);
    }

    private static StoredSample sample(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, UTF_8);
        return new StoredSample(lines.subList(1, lines.size()));
    }
}
