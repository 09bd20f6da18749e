package dev.unpin.testkit.blob;

import dev.unpin.Condition;
import dev.unpin.StoreException;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.BlobStoreLimits;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.CopyRequest;
import dev.unpin.blob.spi.ListReply;
import dev.unpin.blob.spi.ListRequest;
import dev.unpin.blob.spi.OpenReply;
import dev.unpin.blob.spi.OpenRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.PendingUploads;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store between which and its caller things go wrong on cue. Set up before it is used; then thread-safe. */
final class FaultyBlobStore implements BlobStore {
    private final BlobStore real;
    private Fault<PutRequest, WriteReply> put = (request, next) -> next.send(request);
    private Fault<CompleteRequest, WriteReply> complete = (request, next) -> next.send(request);
    private Fault<CopyRequest, WriteReply> copy = (request, next) -> next.send(request);
    private Fault<String, RemoveReply> remove = (key, next) -> next.send(key);
    private Fault<OpenRequest, OpenReply> open = (request, next) -> next.send(request);
    private Fault<ListRequest, ListReply> list = (request, next) -> next.send(request);
    private Function<List<String>, Optional<Map<String, String>>> removeAll = keys -> Optional.empty();
    private Consumer<PartRequest> part = r -> {};
    private Set<BlobCapability> missing = Set.of();

    FaultyBlobStore(BlobStore real) {
        this.real = real;
    }

    /** The real store. */
    @FunctionalInterface
    interface Next<R, A> {
        A send(R request);
    }

    /** What happens to a request instead of being sent. */
    @FunctionalInterface
    interface Fault<R, A> {
        A apply(R request, Next<R, A> next);
    }

    /** Applies a write, and loses the answer. */
    static <R, A> Fault<R, A> losingAnswers() {
        return (request, next) -> {
            next.send(request);
            throw StoreException.unknown("no answer came", null);
        };
    }

    /** Loses the write before it arrives, and nobody knows. */
    static <R, A> Fault<R, A> losingRequests() {
        return (request, next) -> {
            throw StoreException.unknown("no answer came", null);
        };
    }

    /** Sends a write twice, as a client library does that got no answer to the first. */
    static <R> WriteReply sendTwice(R request, Next<R, WriteReply> next) {
        next.send(request);
        WriteReply second = next.send(request);
        return second.status() == WriteReply.Status.CONDITION_FAILED || second.status() == WriteReply.Status.UPLOAD_GONE
                ? WriteReply.of(WriteReply.Status.UNCLEAR)
                : second;
    }

    void onPut(Fault<PutRequest, WriteReply> fault) {
        put = fault;
    }

    void onComplete(Fault<CompleteRequest, WriteReply> fault) {
        complete = fault;
    }

    void onCopy(Fault<CopyRequest, WriteReply> fault) {
        copy = fault;
    }

    void onRemove(Fault<String, RemoveReply> fault) {
        remove = fault;
    }

    void onOpen(Fault<OpenRequest, OpenReply> fault) {
        open = fault;
    }

    void onList(Fault<ListRequest, ListReply> fault) {
        list = fault;
    }

    void onRemoveAll(Function<List<String>, Optional<Map<String, String>>> fault) {
        removeAll = fault;
    }

    void onPart(Consumer<PartRequest> fault) {
        part = fault;
    }

    void without(BlobCapability... capabilities) {
        missing = Set.of(capabilities);
    }

    @Override
    public Set<BlobCapability> capabilities() {
        EnumSet<BlobCapability> left = EnumSet.noneOf(BlobCapability.class);
        left.addAll(real.capabilities());
        left.removeAll(missing);
        return left;
    }

    @Override
    public BlobStoreLimits limits() {
        return real.limits();
    }

    @Override
    public WriteReply put(PutRequest request) {
        return put.apply(request, real::put);
    }

    @Override
    public String beginUpload(String key, BlobHead head) {
        return real.beginUpload(key, head);
    }

    @Override
    public Optional<StoredPart> uploadPart(PartRequest request) {
        part.accept(request);
        return real.uploadPart(request);
    }

    @Override
    public Optional<List<StoredPart>> listParts(String key, String uploadId) {
        return real.listParts(key, uploadId);
    }

    @Override
    public WriteReply completeUpload(CompleteRequest request) {
        return complete.apply(request, real::completeUpload);
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        real.abortUpload(key, uploadId);
    }

    @Override
    public PendingUploads listUploads(String prefix, @Nullable String token) {
        return real.listUploads(prefix, token);
    }

    @Override
    public Optional<StoredBlob> stat(String key) {
        return real.stat(key);
    }

    @Override
    public OpenReply open(OpenRequest request) {
        return open.apply(request, real::open);
    }

    @Override
    public RemoveReply remove(String key, Condition condition) {
        return remove.apply(key, k -> real.remove(k, condition));
    }

    @Override
    public Map<String, String> removeAll(List<String> keys) {
        return removeAll.apply(keys).orElseGet(() -> real.removeAll(keys));
    }

    @Override
    public WriteReply copy(CopyRequest request) {
        return copy.apply(request, real::copy);
    }

    @Override
    public ListReply list(ListRequest request) {
        return list.apply(request, real::list);
    }

    @Override
    public void ping() {
        real.ping();
    }
}
