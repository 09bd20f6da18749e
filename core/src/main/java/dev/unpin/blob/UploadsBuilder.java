package dev.unpin.blob;

import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.PresigningBlobStore;
import dev.unpin.seal.SealKeys;
import dev.unpin.seal.Sealer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers the settings of {@link Uploads}; all but the types have a default. Not thread-safe. */
public final class UploadsBuilder {
    private final Blobs blobs;
    private final SealKeys keys;
    private Set<String> types = Set.of();
    private long maxBytes = 10L << 20;
    private Duration ticketLifetime = Duration.ofMinutes(15);
    private Duration receiptLifetime = Duration.ofHours(24);
    private String quarantine = "unpin-uploads";
    private @Nullable URI receiveAt;
    private InstantSource clock = InstantSource.system();

    UploadsBuilder(Blobs blobs, SealKeys keys) {
        this.blobs = Objects.requireNonNull(blobs, "blobs");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * Sets which types may be uploaded; there is no default. What arrives has to begin as its type does, so only types
     * that can be told that way are allowed: PNG, JPEG, GIF, WebP, BMP, AVIF, HEIC; MPEG audio, WAV, Ogg, FLAC, MP4;
     * MP4, QuickTime and WebM video; PDF, ZIP, gzip, the three office formats of OOXML; plain text, CSV, Markdown, JSON
     * in UTF-8; and {@code application/octet-stream}, which allows everything.
     *
     * @param contentTypes for instance {@code image/png} and {@code image/jpeg}; without parameters
     * @return this
     * @throws IllegalArgumentException if there are none, or one that cannot be told
     */
    public UploadsBuilder types(String... contentTypes) {
        Set<String> all = new TreeSet<>();
        for (String type : contentTypes) {
            if (!ContentSniffer.knows(type) || type.indexOf(';') >= 0) {
                throw new IllegalArgumentException(
                        "uploads are of " + ContentSniffer.types() + ", and cannot be checked to be of " + type);
            }
            all.add(type.toLowerCase(Locale.ROOT));
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "at least one type has to be allowed, not " + Arrays.asList(contentTypes));
        }
        types = all;
        return this;
    }

    /**
     * Sets how many bytes an upload has at most; 10 MiB by default.
     *
     * @param bytes at least 1, at most what the store can copy, which on S3 is 5 GiB
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public UploadsBuilder maxBytes(long bytes) {
        long most = blobs.settings().store().limits().maxCopyBytes();
        if (bytes < 1 || bytes > most) {
            throw new IllegalArgumentException("maxBytes is 1 to " + most + ", not " + bytes);
        }
        maxBytes = bytes;
        return this;
    }

    /**
     * Sets for how long the bytes of a ticket are taken; 15 minutes by default.
     *
     * @param lifetime a second to what the store allows (7 days on S3)
     * @return this
     */
    public UploadsBuilder ticketLifetime(Duration lifetime) {
        ticketLifetime = atLeastASecond(lifetime, "ticketLifetime");
        return this;
    }

    /**
     * Sets for how long a receipt can be accepted, and a resumable upload be resumed; 24 hours by default. What was not
     * accepted by then is removed by {@link Uploads#sweep}.
     *
     * @param lifetime at least the ticket's
     * @return this
     */
    public UploadsBuilder receiptLifetime(Duration lifetime) {
        receiptLifetime = atLeastASecond(lifetime, "receiptLifetime");
        return this;
    }

    /**
     * Sets below which key uploads wait until they are accepted; {@code unpin-uploads} by default. Nothing else may lie
     * there. A rule of the bucket that removes what is older than {@link #receiptLifetime} does the work of
     * {@link Uploads#sweep}.
     *
     * @param key a valid key
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public UploadsBuilder quarantine(String key) {
        quarantine = BlobKeys.requireKey(key);
        return this;
    }

    /**
     * Lets clients upload through the service instead of straight to the store: tickets are {@code PUT}s to this
     * address, whose handler gives receipt and body to {@link Uploads#receive}. Needed with stores that clients cannot
     * reach, such as those in memory and in a folder, so that development works as production does.
     *
     * @param address where the service takes uploads
     * @return this
     */
    public UploadsBuilder receiveAt(URI address) {
        receiveAt = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Sets who tells the time; the system's clock by default.
     *
     * @param newClock for tests
     * @return this
     */
    public UploadsBuilder clock(InstantSource newClock) {
        clock = Objects.requireNonNull(newClock, "clock");
        return this;
    }

    /**
     * Makes the uploads. Does not ask the store.
     *
     * @return uploads with these settings
     * @throws IllegalArgumentException if no types were given, or the receipt's lifetime is shorter than the ticket's
     * @throws UnsupportedOperationException if clients cannot reach the store and no other address was given, or the
     *     store cannot copy an expected version
     */
    public Uploads build() {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("say with types(…) what may be uploaded");
        }
        if (receiptLifetime.compareTo(ticketLifetime) < 0) {
            throw new IllegalArgumentException(
                    "receiptLifetime is at least ticketLifetime, " + ticketLifetime + ", not " + receiptLifetime);
        }
        if (receiveAt == null) {
            if (!(blobs.settings().store() instanceof PresigningBlobStore store)) {
                throw new UnsupportedOperationException(
                        "clients cannot reach this blob store: say with receiveAt(…) where the service takes uploads");
            }
            BlobLinks.requireLifetime(store, ticketLifetime);
        }
        blobs.settings().require(BlobCapability.COPY_IF_SOURCE, "accept exactly what was checked");
        BlobScope waiting = blobs.scope().inner(quarantine);
        return new Uploads(new UploadSettings(
                blobs,
                Sealer.create(keys, "blob-upload:" + waiting.prefix(), clock),
                types,
                maxBytes,
                ticketLifetime,
                receiptLifetime,
                quarantine,
                receiveAt,
                clock));
    }

    private static Duration atLeastASecond(Duration given, String name) {
        if (given.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(name + " is at least a second, not " + given);
        }
        return given;
    }
}
