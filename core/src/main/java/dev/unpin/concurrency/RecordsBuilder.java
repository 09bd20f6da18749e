package dev.unpin.concurrency;

import dev.unpin.codec.Codec;
import dev.unpin.codec.Codecs;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.settings.Bounds;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configures {@link Records}; every setting but {@link #codecs} or {@link #codec} has a default. Not thread-safe.
 *
 * @param <T> the type of the values
 */
public final class RecordsBuilder<T> {
    private static final Pattern COLLECTION = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final RecordStore store;
    private final String collection;
    private final Class<T> type;
    private @Nullable Codec<T> codec;
    private int maxValueBytes = 64 * 1024;
    private Duration timeToLive = Duration.ZERO;
    private Duration tombstone = Duration.ofHours(24);
    private Duration updateTimeout = OptimisticUpdateBuilder.DEFAULT_TIMEOUT;
    private int retriesPerSecond = OptimisticUpdateBuilder.DEFAULT_RETRIES;
    private RandomGenerator random = new SecureRandom();

    RecordsBuilder(RecordStore store, String collection, Class<T> type) {
        this.store = Objects.requireNonNull(store, "store");
        this.type = Objects.requireNonNull(type, "type");
        if (!COLLECTION
                .matcher(Objects.requireNonNull(collection, "collection"))
                .matches()) {
            throw new IllegalArgumentException(
                    "a collection is 1 to 64 letters, digits, dots, underscores and hyphens, not '" + collection + "'");
        }
        this.collection = collection;
    }

    /**
     * Sets how values become bytes.
     *
     * @param codecs for instance JSON
     * @return this
     * @throws IllegalArgumentException if they cannot encode the type
     */
    public RecordsBuilder<T> codecs(Codecs codecs) {
        return codec(Objects.requireNonNull(codecs, "codecs").codec(type));
    }

    /**
     * Sets how values become bytes.
     *
     * @param newCodec the codec of this type
     * @return this
     */
    public RecordsBuilder<T> codec(Codec<T> newCodec) {
        codec = Objects.requireNonNull(newCodec, "codec");
        return this;
    }

    /**
     * Sets how large an encoded value may be; 64 KiB by default. Exactly at the limit is allowed.
     *
     * @param bytes 1 to 16 MiB
     * @return this
     */
    public RecordsBuilder<T> maxValueBytes(int bytes) {
        maxValueBytes = Bounds.between(1, bytes, 16 << 20, "maxValueBytes");
        return this;
    }

    /**
     * Sets after how long without a write a record is gone. By default it stays until it is removed.
     *
     * @param duration one second to ten years
     * @return this
     */
    public RecordsBuilder<T> timeToLive(Duration duration) {
        timeToLive = Bounds.between(Duration.ofSeconds(1), duration, LONGEST, "timeToLive");
        return this;
    }

    /**
     * Sets for how long the version of a record outlives it, so that one made anew under its key has a higher version
     * even if the store's clock has stepped back by that much; 24 hours by default. About 100 bytes per key.
     *
     * @param duration one minute, in which a late write is recognised, to ten years
     * @return this
     */
    public RecordsBuilder<T> tombstone(Duration duration) {
        tombstone = Bounds.between(Duration.ofMinutes(1), duration, LONGEST, "tombstone");
        return this;
    }

    /**
     * Sets after how long an update that keeps meeting conflicts is given up; 5 seconds by default. The try under way
     * then still has the store's own deadline.
     *
     * @param timeout zero, for no further try after a pause, to one hour
     * @return this
     */
    public RecordsBuilder<T> updateTimeout(Duration timeout) {
        updateTimeout =
                Bounds.between(Duration.ZERO, timeout, OptimisticUpdateBuilder.LONGEST_TIMEOUT, "updateTimeout");
        return this;
    }

    /**
     * Sets the retry budget that all updates of these records share: how many tries after a pause there are per second,
     * after as many at once; 1000 by default. An update that finds it used up waits.
     *
     * @param retries 1 to 1,000,000
     * @return this
     */
    public RecordsBuilder<T> retriesPerSecond(int retries) {
        retriesPerSecond = Bounds.between(1, retries, OptimisticUpdateBuilder.MOST_RETRIES, "retriesPerSecond");
        return this;
    }

    /**
     * Sets where the ids of writes come from; {@link SecureRandom} by default. Two writes with one id are taken for
     * one, and all but the first are lost.
     *
     * @param newRandom a thread-safe source
     * @return this
     */
    public RecordsBuilder<T> unsafeRandom(RandomGenerator newRandom) {
        random = Objects.requireNonNull(newRandom, "random");
        return this;
    }

    /**
     * Makes the records. Does not ask the store: a service starts without it.
     *
     * @return records with these settings
     * @throws IllegalStateException if there is no codec
     */
    public Records<T> build() {
        if (codec == null) {
            throw new IllegalStateException(
                    "say how records become bytes: give codecs(…), for instance JacksonCodecs.create()");
        }
        return new Records<>(new RecordSettings<>(
                store,
                collection,
                codec,
                maxValueBytes,
                timeToLive,
                tombstone,
                new OptimisticUpdate(updateTimeout, retriesPerSecond),
                random));
    }
}
