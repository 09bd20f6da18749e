package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.BlobStoreLimits;
import dev.unpin.blob.spi.ByteRange;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.CopyRequest;
import dev.unpin.blob.spi.ListReply;
import dev.unpin.blob.spi.ListRequest;
import dev.unpin.blob.spi.ListedBlob;
import dev.unpin.blob.spi.OpenReply;
import dev.unpin.blob.spi.OpenRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.PendingUpload;
import dev.unpin.blob.spi.PendingUploads;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Blobs in this process's memory, for tests: they end with the process. Thread-safe. What does not fit any more is
 * refused; nothing is evicted to make room. Every write gives another version, also one of the same bytes.
 */
public final class MemoryBlobStore implements BlobStore {
    /** How many bytes fit in by default: 256 MiB. */
    public static final long DEFAULT_CAPACITY = 256L << 20;

    private static final BlobStoreLimits LIMITS = new BlobStoreLimits(1, 10_000, Long.MAX_VALUE, 1_000, 1_000);

    private final Object lock = new Object();
    private final NavigableMap<String, MemoryBlob> blobs = new TreeMap<>(BlobKeys.ORDER);
    private final Map<String, MemoryUpload> uploads = new HashMap<>();
    private final String epoch = Long.toHexString(new SecureRandom().nextLong());
    private final InstantSource clock;
    private final long capacity;
    private long used;
    private long writes;

    private MemoryBlobStore(long capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /**
     * Makes an empty store of {@link #DEFAULT_CAPACITY}.
     *
     * @return a store on the system's clock
     */
    public static MemoryBlobStore create() {
        return create(DEFAULT_CAPACITY, InstantSource.system());
    }

    /**
     * Makes an empty store.
     *
     * @param capacity how many bytes of content fit in
     * @param clock tells when blobs are written
     * @return a store
     * @throws IllegalArgumentException if the capacity is negative
     */
    public static MemoryBlobStore create(long capacity, InstantSource clock) {
        if (capacity < 0) {
            throw new IllegalArgumentException("a capacity is not negative: " + capacity);
        }
        return new MemoryBlobStore(capacity, clock);
    }

    @Override
    public Set<BlobCapability> capabilities() {
        return Set.copyOf(EnumSet.complementOf(EnumSet.of(BlobCapability.POST_POLICY)));
    }

    @Override
    public BlobStoreLimits limits() {
        return LIMITS;
    }

    @Override
    public WriteReply put(PutRequest request) {
        List<byte[]> pieces = List.of(request.content().toByteArray());
        synchronized (lock) {
            return write(request.key(), request.head(), pieces, request.condition(), 0);
        }
    }

    @Override
    public String beginUpload(String key, BlobHead head) {
        String id = UUID.randomUUID().toString();
        synchronized (lock) {
            uploads.put(id, new MemoryUpload(key, head, clock.instant()));
        }
        return id;
    }

    @Override
    public Optional<StoredPart> uploadPart(PartRequest request) {
        byte[] bytes = request.content().toByteArray();
        synchronized (lock) {
            Optional<MemoryUpload> upload = upload(request.key(), request.uploadId());
            if (upload.isPresent()) {
                requireSpace(bytes.length);
                used += upload.get().put(request.number(), bytes);
            }
            return upload.map(found -> MemoryUpload.describe(request.number(), bytes));
        }
    }

    @Override
    public Optional<List<StoredPart>> listParts(String key, String uploadId) {
        synchronized (lock) {
            return upload(key, uploadId).map(MemoryUpload::list);
        }
    }

    @Override
    public WriteReply completeUpload(CompleteRequest request) {
        synchronized (lock) {
            Optional<MemoryUpload> upload = upload(request.key(), request.uploadId());
            if (upload.isEmpty()) {
                return WriteReply.of(WriteReply.Status.UPLOAD_GONE);
            }
            List<byte[]> pieces = upload.get()
                    .match(request.parts())
                    .orElseThrow(() -> StoreException.refused("the upload has other parts than were named", null));
            if (request.crc32c() != null && request.crc32c() != crc32c(pieces)) {
                throw StoreException.refused("the parts have another checksum than was told", null);
            }
            WriteReply reply = write(
                    request.key(),
                    upload.get().head(),
                    pieces,
                    request.condition(),
                    upload.get().size());
            if (reply.status() == WriteReply.Status.STORED) {
                uploads.remove(request.uploadId());
            }
            return reply;
        }
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        synchronized (lock) {
            upload(key, uploadId).ifPresent(upload -> {
                used -= upload.size();
                uploads.remove(uploadId);
            });
        }
    }

    @Override
    public PendingUploads listUploads(String prefix, @Nullable String token) {
        synchronized (lock) {
            return new PendingUploads(
                    uploads.entrySet().stream()
                            .filter(entry -> entry.getValue().key().startsWith(prefix))
                            .map(entry -> new PendingUpload(
                                    entry.getValue().key(),
                                    entry.getKey(),
                                    entry.getValue().begun()))
                            .toList(),
                    null);
        }
    }

    @Override
    public Optional<StoredBlob> stat(String key) {
        synchronized (lock) {
            return Optional.ofNullable(blobs.get(key)).map(MemoryBlob::stored);
        }
    }

    @Override
    public OpenReply open(OpenRequest request) {
        MemoryBlob blob;
        synchronized (lock) {
            blob = blobs.get(request.key());
        }
        if (blob == null) {
            return OpenReply.of(OpenReply.Status.ABSENT);
        }
        StoredBlob stored = blob.stored();
        if (request.ifVersion() != null && !request.ifVersion().equals(stored.version())) {
            return OpenReply.of(OpenReply.Status.CONDITION_FAILED);
        }
        if (stored.version().equals(request.unlessVersion())) {
            return OpenReply.of(OpenReply.Status.NOT_MODIFIED);
        }
        if (request.range() == null) {
            return OpenReply.found(new OpenReply.Found(stored, null, blob.open(ByteRange.from(0))));
        }
        return request.range()
                .within(stored.size())
                .map(range -> OpenReply.found(new OpenReply.Found(stored, range, blob.open(range))))
                .orElseGet(() -> OpenReply.of(OpenReply.Status.RANGE_NOT_SATISFIABLE));
    }

    @Override
    public RemoveReply remove(String key, Condition condition) {
        synchronized (lock) {
            MemoryBlob blob = blobs.get(key);
            if (!condition.isMetBy(version(blob))) {
                return RemoveReply.CONDITION_FAILED;
            }
            if (blob != null) {
                blobs.remove(key);
                used -= blob.stored().size();
            }
            return RemoveReply.REMOVED;
        }
    }

    @Override
    public Map<String, String> removeAll(List<String> keys) {
        keys.forEach(key -> remove(key, Condition.any()));
        return Map.of();
    }

    @Override
    public WriteReply copy(CopyRequest request) {
        synchronized (lock) {
            MemoryBlob source = blobs.get(request.source());
            if (source == null) {
                return WriteReply.of(WriteReply.Status.SOURCE_ABSENT);
            }
            if (request.sourceVersion() != null
                    && !request.sourceVersion().equals(source.stored().version())) {
                return WriteReply.of(WriteReply.Status.SOURCE_CHANGED);
            }
            BlobHead head = request.head() == null ? source.stored().head() : request.head();
            return write(request.target(), head, source.pieces(), request.condition(), 0);
        }
    }

    @Override
    public ListReply list(ListRequest request) {
        KeyPage page = new KeyPage(request);
        synchronized (lock) {
            for (String key : blobs.tailMap(request.prefix(), true).keySet()) {
                if (!key.startsWith(request.prefix()) || page.isBeyond(key)) {
                    break;
                }
                page.offer(key);
            }
            return page.reply(key -> Optional.ofNullable(blobs.get(key))
                    .map(MemoryBlob::stored)
                    .map(stored -> new ListedBlob(key, stored.size(), stored.version(), stored.modified())));
        }
    }

    @Override
    public void ping() {}

    private Optional<MemoryUpload> upload(String key, String uploadId) {
        return Optional.ofNullable(uploads.get(uploadId))
                .filter(upload -> upload.key().equals(key));
    }

    /** Only while holding the lock. {@code counted} bytes take space already. */
    private WriteReply write(String key, BlobHead head, List<byte[]> pieces, Condition condition, long counted) {
        MemoryBlob before = blobs.get(key);
        if (!condition.isMetBy(version(before))) {
            return WriteReply.of(WriteReply.Status.CONDITION_FAILED);
        }
        long size = pieces.stream().mapToLong(piece -> piece.length).sum();
        long more = size - counted - (before == null ? 0 : before.stored().size());
        requireSpace(more);
        Instant now = clock.instant();
        Version version = new Version(epoch + "-" + ++writes);
        blobs.put(key, new MemoryBlob(new StoredBlob(size, version, now, head, crc32c(pieces)), pieces));
        used += more;
        return WriteReply.stored(version, now);
    }

    private void requireSpace(long more) {
        if (more > capacity - used) {
            throw StoreException.refused("the memory store is full: it holds " + capacity + " bytes", null);
        }
    }

    private static @Nullable Version version(@Nullable MemoryBlob blob) {
        return blob == null ? null : blob.stored().version();
    }

    private static long crc32c(List<byte[]> pieces) {
        CRC32C crc = new CRC32C();
        pieces.forEach(crc::update);
        return crc.getValue();
    }
}
