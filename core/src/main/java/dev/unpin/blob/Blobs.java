package dev.unpin.blob;

import dev.unpin.PreconditionFailedException;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.http.RequestHeaders;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Files, pictures, receipts: kept in a store that all instances of a service share, so that one instance takes an
 * upload and any other serves it. Thread-safe; made once per service. Nothing needs closing but readers, writers and
 * answers.
 *
 * <pre>{@code
 * Blobs blobs = Blobs.create(S3BlobStore.builder("bucket").build());
 * blobs.put("pictures/4711", BlobSource.of(request.body()), o -> o.contentType("image/png"));
 * try (BlobReader reader = blobs.open("pictures/4711")) {
 *     reader.transferTo(out);
 * }
 * }</pre>
 *
 * <p>A blob appears whole or not at all: a source that fails at any byte publishes nothing, and what was there stays. A
 * key is 1 to 1,024 bytes of UTF-8; control characters, backslashes, lone surrogates, and empty, {@code .} and
 * {@code ..} segments are refused with an {@link IllegalArgumentException} on every store alike. An upload keeps at
 * most one part in memory, and all together at most {@link BlobsBuilder#uploadMemory}.
 *
 * <p>Every method may throw a {@link StoreException}; its effect tells whether a write {@linkplain dev.unpin.Effect was
 * refused, was not sent, or is unknown}. A write whose answer was lost is looked up once, and counts as done if the
 * blob is there and names this very write. What the store cannot promise (see {@link #capabilities}) is refused before
 * a byte is sent, with an {@link UnsupportedOperationException}; a condition is never silently dropped.
 */
public final class Blobs {
    private final BlobSettings settings;
    private final BlobScope scope;
    private final BlobReads reads;
    private final BlobWrites writes;

    Blobs(BlobSettings settings, BlobScope scope) {
        this.settings = settings;
        this.scope = scope;
        this.reads = new BlobReads(settings, scope);
        this.writes = new BlobWrites(settings, scope);
    }

    /**
     * Makes blobs with all defaults.
     *
     * @param store where they are kept; not closed
     * @return blobs
     */
    public static Blobs create(BlobStore store) {
        return builder(store).build();
    }

    /**
     * Starts from the defaults.
     *
     * @param store where the blobs are kept; not closed
     * @return a builder
     */
    public static BlobsBuilder builder(BlobStore store) {
        return new BlobsBuilder(store);
    }

    /**
     * Writes a blob, over what is there. One request up to {@link BlobsBuilder#partBytes}, else two more than it has
     * parts.
     *
     * @param key its key
     * @param source its bytes
     * @return the blob
     * @throws BlobSourceException if the source fails, or is not as long as it said
     * @throws BlobBusyException if other uploads take all the memory for too long
     * @throws dev.unpin.LimitExceededException if it is larger than allowed
     */
    public BlobInfo put(String key, BlobSource source) {
        return put(key, source, o -> {});
    }

    /**
     * Writes a blob with attributes, or only on a condition. Requests as for {@link #put(String, BlobSource)}; one more
     * for {@link dev.unpin.Condition#present()} and for several versions.
     *
     * @param key its key
     * @param source its bytes
     * @param options fills in attributes, condition and who is told of the progress
     * @return the blob
     * @throws PreconditionFailedException if what is stored does not meet the condition
     * @throws BlobConflictException if others kept writing the same blob on conditions
     * @throws BlobSourceException if the source fails, or is not as long as it said
     * @throws BlobBusyException if other uploads take all the memory for too long
     * @throws dev.unpin.LimitExceededException if blob or metadata are larger than allowed
     */
    public BlobInfo put(String key, BlobSource source, Consumer<PutOptions> options) {
        Objects.requireNonNull(source, "source");
        return writes.put(key, source, filled(new PutOptions(), options));
    }

    /**
     * Opens a blob for writing; nothing can be read of it before {@link BlobWriter#commit}.
     *
     * @param key its key
     * @return a writer, to be committed and closed
     */
    public BlobWriter writer(String key) {
        return writer(key, o -> {});
    }

    /**
     * Opens a blob for writing, with attributes or a condition, which is checked when it is committed.
     *
     * @param key its key
     * @param options fills in attributes, condition and who is told of the progress
     * @return a writer, to be committed and closed
     */
    public BlobWriter writer(String key, Consumer<PutOptions> options) {
        return new BlobWriter(writes.upload(key, filled(new PutOptions(), options)));
    }

    /**
     * Opens a blob for reading. One request.
     *
     * @param key its key
     * @return its bytes and what is known of it, to be closed
     * @throws BlobNotFoundException if there is none
     */
    public BlobReader open(String key) {
        return open(key, o -> {});
    }

    /**
     * Opens a blob for reading some of its bytes, or only at one version. One request.
     *
     * @param key its key
     * @param options fills in range and version
     * @return the bytes and what is known of the blob, to be closed
     * @throws BlobNotFoundException if there is none
     * @throws BlobRangeException if the blob has none of the bytes; an empty blob has none of any range
     * @throws PreconditionFailedException if the blob is at another version
     */
    public BlobReader open(String key, Consumer<OpenOptions> options) {
        OpenOptions filled = filled(new OpenOptions(), options);
        return reads.open(key, filled.range(), filled.version());
    }

    /**
     * Opens a blob for reading unless it is as the caller knows it already. One request.
     *
     * @param key its key
     * @param known the version that need not be read again
     * @return the blob, to be closed; empty if it is at that version
     * @throws BlobNotFoundException if there is none
     */
    public Optional<BlobReader> openIfChanged(String key, Version known) {
        return reads.openIfChanged(key, Objects.requireNonNull(known, "known"));
    }

    /**
     * Tells what is known of a blob that may be there. One request.
     *
     * @param key its key
     * @return the blob without its bytes, or empty if there is none
     */
    public Optional<BlobInfo> find(String key) {
        return reads.find(key);
    }

    /**
     * Tells what is known of a blob. One request.
     *
     * @param key its key
     * @return the blob without its bytes
     * @throws BlobNotFoundException if there is none
     */
    public BlobInfo get(String key) {
        return reads.find(key).orElseThrow(() -> new BlobNotFoundException(key));
    }

    /**
     * Removes a blob, if it is there. One request.
     *
     * @param key its key
     */
    public void remove(String key) {
        new BlobRemover(settings, scope).remove(key);
    }

    /**
     * Removes a blob that is as the caller knows it. One request; one more if its answer was lost.
     *
     * @param key its key
     * @param version the version it has to have
     * @return true if it is gone, false if it is absent or at another version
     */
    public boolean removeIf(String key, Version version) {
        return new BlobRemover(settings, scope).removeIf(key, Objects.requireNonNull(version, "version"));
    }

    /**
     * Removes blobs, whichever of them are there. One request for every 1,000 on S3.
     *
     * @param keys their keys
     * @return what became of each
     */
    public BlobRemovals removeAll(Collection<String> keys) {
        return new BlobRemover(settings, scope).removeAll(keys);
    }

    /**
     * Copies a blob and all that is stored beside it, over what is there. One request; no byte passes this process.
     *
     * @param source the key of the blob
     * @param target the key of the copy
     * @return the version of the copy
     * @throws BlobNotFoundException if there is no such blob
     */
    public Version copy(String source, String target) {
        return copy(source, target, o -> {});
    }

    /**
     * Copies a blob on conditions, or with other attributes. One request; two with attributes or a condition at the
     * target.
     *
     * @param source the key of the blob
     * @param target the key of the copy; the same one to change a blob's attributes
     * @param options fills in conditions and attributes
     * @return the version of the copy
     * @throws BlobNotFoundException if there is no such blob
     * @throws PreconditionFailedException if the source or what is at the target does not meet its condition
     * @throws BlobConflictException if others kept writing the target on conditions
     * @throws dev.unpin.LimitExceededException if the blob is larger than the store copies, or the metadata too large
     */
    public Version copy(String source, String target, Consumer<CopyOptions> options) {
        return copies().copy(source, target, filled(new CopyOptions(), options));
    }

    /**
     * Changes a small blob depending on what it holds, and loses no parallel change: reads it, and writes it if it is
     * still the same, else again after a short random pause, for up to {@link BlobsBuilder#conflictPatience}. Two
     * requests per try; one if nothing changes. Its attributes stay.
     *
     * @param key its key
     * @param initial what it is taken to hold if it is absent; it is created then
     * @param change a pure function from what it holds to what it shall hold; called again at every try
     * @return the blob
     * @throws BlobConflictException if others kept changing it
     * @throws dev.unpin.LimitExceededException if it is larger than {@link BlobsBuilder#maxUpdateBytes}
     */
    public BlobInfo update(String key, byte[] initial, UnaryOperator<byte[]> change) {
        return new BlobUpdates(settings, reads, writes).update(key, initial, change);
    }

    /**
     * Lists blobs in the order of the UTF-8 bytes of their keys. One request for every page, made when the page is
     * reached: what is not taken is not asked for.
     *
     * @param options fills in prefix, delimiter, and where to begin
     * @return a stream of blobs and, with a delimiter, prefixes
     */
    public Stream<BlobEntry> list(Consumer<ListOptions> options) {
        return new BlobLists(settings, scope).list(filled(new ListOptions(), options));
    }

    /**
     * Lists one page of blobs, as {@link #list} does. One request.
     *
     * @param options fills in prefix, delimiter, size of the page, and the token of the page before
     * @return the page
     * @throws IllegalArgumentException if the token is not from a page of the same listing
     */
    public BlobPage page(Consumer<ListOptions> options) {
        return new BlobLists(settings, scope).page(filled(new ListOptions(), options));
    }

    /**
     * Returns the blobs below a key, for instance those of one tenant, as if there were no others: keys are given and
     * told without the prefix, and none leads out of it. Memory is shared with this.
     *
     * @param prefix a valid key; a slash is added
     * @return blobs whose keys all begin with the prefix and a slash
     */
    public Blobs scoped(String prefix) {
        return new Blobs(settings, scope.inner(prefix));
    }

    /**
     * Answers a {@code GET} for a blob: see {@link BlobAnswer}. One request; two if the client holds a copy that is
     * stale.
     *
     * @param key its key
     * @param request the request's headers: {@code Range}, {@code If-Range}, {@code If-Match}, {@code If-None-Match},
     *     {@code If-Modified-Since} and {@code If-Unmodified-Since} are heeded
     * @return the answer, to be closed
     * @throws BlobNotFoundException if there is no such blob
     */
    public BlobAnswer answer(String key, RequestHeaders request) {
        return answer(key, request, o -> {});
    }

    /**
     * Answers a {@code GET} for a blob, for instance shown in the page instead of saved.
     *
     * @param key its key
     * @param request the request's headers
     * @param options fills in what differs from the defaults
     * @return the answer, to be closed
     * @throws BlobNotFoundException if there is no such blob
     */
    public BlobAnswer answer(String key, RequestHeaders request, Consumer<AnswerOptions> options) {
        return new BlobAnswers(reads).get(key, request, filled(new AnswerOptions(), options));
    }

    /**
     * Answers a {@code HEAD} for a blob: what {@link #answer(String, RequestHeaders, Consumer)} would, without the
     * body. One request.
     *
     * @param key its key
     * @param request the request's headers
     * @param options fills in what differs from the defaults
     * @return the answer, whose body is empty
     * @throws BlobNotFoundException if there is no such blob
     */
    public BlobAnswer answerHead(String key, RequestHeaders request, Consumer<AnswerOptions> options) {
        return new BlobAnswers(reads).head(key, request, filled(new AnswerOptions(), options));
    }

    /**
     * Lists uploads in parts that were begun and neither finished nor aborted: those under way, and those whose
     * instance died. Only those of this scope.
     *
     * @return key and time of the beginning of each
     */
    public List<PendingBlob> pendingUploads() {
        return new PendingUploadSweep(settings, scope).list();
    }

    /**
     * Ends uploads in parts that were begun long ago and neither finished nor aborted, because their instance died; the
     * store keeps, and bills, their parts. Only those of this scope. Once a day is enough; an uncompleted
     * {@link ResumableUpload} ends too.
     *
     * @param age how old an upload is at least, by the store's clock as far as it agrees with this process's
     * @return how many were ended
     */
    public int abortUploads(Duration age) {
        return new PendingUploadSweep(settings, scope).abortOlderThan(age);
    }

    /**
     * Tells what the store can promise beyond plain reads and writes. No request.
     *
     * @return an unmodifiable set
     */
    public Set<BlobCapability> capabilities() {
        return Set.copyOf(settings.store().capabilities());
    }

    /**
     * Asks the store whether it could serve a request now, for readiness probes. One request.
     *
     * @throws StoreException if it could not
     */
    public void ping() {
        settings.store().ping();
    }

    BlobCopies copies() {
        return new BlobCopies(settings, scope, reads, writes);
    }

    BlobSettings settings() {
        return settings;
    }

    BlobScope scope() {
        return scope;
    }

    static <T> T filled(T options, Consumer<T> fill) {
        Objects.requireNonNull(fill, "options").accept(options);
        return options;
    }
}
