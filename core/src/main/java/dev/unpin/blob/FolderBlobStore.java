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
import dev.unpin.blob.spi.PendingUploads;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Blobs in a folder, for development and for services on a single machine: several processes of it may share the
 * folder, but file locks of network file systems are not to be trusted with this. Thread-safe.
 *
 * <p>A blob is one file that a rename puts into place, so no reader and no crash ever sees half of one. Every write
 * gives another version, also one of the same bytes. Keys do not depend on what the file system allows or takes for the
 * same name, but the file system has to take paths that are up to 3,200 characters longer than the folder's. A page of
 * a listing reads the names of all keys below its prefix, which is fine for some hundred thousand of them.
 */
public final class FolderBlobStore implements BlobStore {
    private static final BlobStoreLimits LIMITS = new BlobStoreLimits(1, 10_000, Long.MAX_VALUE, 1_000, 1_000);

    private final FolderPaths paths;
    private final FolderFiles files;
    private final FolderUploads uploads;
    private final FolderLocks locks;
    private final FolderSync sync;
    private final InstantSource clock = InstantSource.system();

    private FolderBlobStore(Path folder, FolderSync sync) throws IOException {
        Path root = Files.createDirectories(folder).toRealPath();
        this.sync = Objects.requireNonNull(sync, "sync");
        this.paths = new FolderPaths(Files.createDirectories(root.resolve("blobs")));
        this.files = new FolderFiles(Files.createDirectories(root.resolve("temporary")), sync);
        this.uploads = new FolderUploads(Files.createDirectories(root.resolve("uploads")), files, sync);
        this.locks = FolderLocks.of(Files.createDirectories(root.resolve("locks")));
        files.removeOldTemporaries(clock.instant());
    }

    /**
     * Opens a folder, which is created if need be, without waiting for the disk at writes.
     *
     * @param folder a folder that nothing else writes to
     * @return a store
     * @throws StoreException if the folder cannot be created or written
     */
    public static FolderBlobStore create(Path folder) {
        return create(folder, FolderSync.NONE);
    }

    /**
     * Opens a folder, which is created if need be.
     *
     * @param folder a folder that nothing else writes to
     * @param sync what the blobs have to survive
     * @return a store
     * @throws StoreException if the folder cannot be created or written
     */
    public static FolderBlobStore create(Path folder, FolderSync sync) {
        try {
            return new FolderBlobStore(folder, sync);
        } catch (IOException e) {
            throw refused("the folder of the blobs cannot be used", e);
        }
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
        try {
            return write(request.key(), request.head(), request.condition(), request.content()::writeTo, null);
        } catch (IOException e) {
            throw refused("a blob could not be written", e);
        }
    }

    @Override
    public String beginUpload(String key, BlobHead head) {
        try {
            return uploads.begin(key, head, clock.instant());
        } catch (IOException e) {
            throw refused("an upload could not be begun", e);
        }
    }

    @Override
    public Optional<StoredPart> uploadPart(PartRequest request) {
        try {
            return uploads.put(request, clock.instant());
        } catch (IOException e) {
            throw refused("a part of an upload could not be written", e);
        }
    }

    @Override
    public Optional<List<StoredPart>> listParts(String key, String uploadId) {
        try {
            Optional<FolderUploads.Upload> upload = uploads.find(key, uploadId);
            return upload.isEmpty() ? Optional.empty() : Optional.of(uploads.parts(upload.get()));
        } catch (IOException e) {
            throw refused("the parts of an upload could not be listed", e);
        }
    }

    @Override
    public WriteReply completeUpload(CompleteRequest request) {
        try {
            Optional<FolderUploads.Upload> found = uploads.find(request.key(), request.uploadId());
            if (found.isEmpty()) {
                return WriteReply.of(WriteReply.Status.UPLOAD_GONE);
            }
            FolderUploads.Upload upload = found.get();
            if (!uploads.parts(upload).equals(request.parts())) {
                throw StoreException.refused("the upload has other parts than were named", null);
            }
            return write(
                    request.key(),
                    upload.head(),
                    request.condition(),
                    out -> {
                        FolderUploads.writeContent(upload, request.parts(), out);
                        if (request.crc32c() != null && request.crc32c() != out.crc32c()) {
                            throw new IOException("the parts have another checksum than was told");
                        }
                    },
                    upload);
        } catch (IOException e) {
            throw refused("an upload could not be completed", e);
        }
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        try {
            Optional<FolderUploads.Upload> upload = uploads.find(key, uploadId);
            if (upload.isPresent()) {
                uploads.remove(upload.get());
            }
        } catch (IOException e) {
            throw refused("an upload could not be aborted", e);
        }
    }

    @Override
    public PendingUploads listUploads(String prefix, @Nullable String token) {
        try {
            return new PendingUploads(uploads.list(prefix), null);
        } catch (IOException e) {
            throw refused("the uploads could not be listed", e);
        }
    }

    @Override
    public Optional<StoredBlob> stat(String key) {
        try {
            return Optional.of(FolderFile.read(paths.path(key)).blob());
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw refused("a blob could not be read", e);
        }
    }

    @Override
    public OpenReply open(OpenRequest request) {
        Path path = paths.path(request.key());
        InputStream in;
        try {
            in = Files.newInputStream(path);
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return OpenReply.of(OpenReply.Status.ABSENT);
        } catch (IOException e) {
            throw refused("a blob could not be read", e);
        }
        try {
            OpenReply reply = judge(request, FolderFile.read(in, path).blob(), in);
            if (reply.status() != OpenReply.Status.FOUND) {
                in.close();
            }
            return reply;
        } catch (IOException | RuntimeException e) {
            closeAfter(in, e);
            throw refused("a blob could not be read", e);
        }
    }

    /** The stream is where the content begins. */
    private static OpenReply judge(OpenRequest request, StoredBlob blob, InputStream in) throws IOException {
        if (request.ifVersion() != null && !request.ifVersion().equals(blob.version())) {
            return OpenReply.of(OpenReply.Status.CONDITION_FAILED);
        }
        if (blob.version().equals(request.unlessVersion())) {
            return OpenReply.of(OpenReply.Status.NOT_MODIFIED);
        }
        if (request.range() == null) {
            return OpenReply.found(new OpenReply.Found(blob, null, in));
        }
        Optional<ByteRange> range = request.range().within(blob.size());
        if (range.isEmpty()) {
            return OpenReply.of(OpenReply.Status.RANGE_NOT_SATISFIABLE);
        }
        in.skipNBytes(range.get().first());
        return OpenReply.found(new OpenReply.Found(
                blob, range.get(), new FirstBytes(in, range.get().length())));
    }

    private static void closeAfter(InputStream in, Exception failure) {
        try {
            in.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public RemoveReply remove(String key, Condition condition) {
        try {
            return locks.locked(key, () -> {
                if (!condition.isMetBy(stat(key).map(StoredBlob::version).orElse(null))) {
                    return RemoveReply.CONDITION_FAILED;
                }
                FolderFiles.removeWithEmptyFolders(paths.path(key), paths.root());
                return RemoveReply.REMOVED;
            });
        } catch (IOException e) {
            throw refused("a blob could not be removed", e);
        }
    }

    @Override
    public Map<String, String> removeAll(List<String> keys) {
        keys.forEach(key -> remove(key, Condition.any()));
        return Map.of();
    }

    @Override
    public WriteReply copy(CopyRequest request) {
        Path path = paths.path(request.source());
        InputStream source;
        try {
            source = Files.newInputStream(path);
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return WriteReply.of(WriteReply.Status.SOURCE_ABSENT);
        } catch (IOException e) {
            throw refused("a blob could not be read", e);
        }
        try (InputStream in = source) {
            StoredBlob blob = FolderFile.read(in, path).blob();
            if (request.sourceVersion() != null && !request.sourceVersion().equals(blob.version())) {
                return WriteReply.of(WriteReply.Status.SOURCE_CHANGED);
            }
            BlobHead head = request.head() == null ? blob.head() : request.head();
            return write(request.target(), head, request.condition(), in::transferTo, null);
        } catch (IOException e) {
            throw refused("a blob could not be copied", e);
        }
    }

    @Override
    public ListReply list(ListRequest request) {
        try {
            return new FolderListing(request)
                    .walk(paths.root())
                    .reply(key ->
                            stat(key).map(blob -> new ListedBlob(key, blob.size(), blob.version(), blob.modified())));
        } catch (IOException e) {
            throw refused("the blobs could not be listed", e);
        }
    }

    @Override
    public void ping() {
        if (!Files.isWritable(paths.root())) {
            throw StoreException.refused("the folder of the blobs is gone or cannot be written", null);
        }
    }

    /** Writes the file aside, and then checks and renames while nobody else writes the key. */
    private WriteReply write(
            String key,
            BlobHead head,
            Condition condition,
            FolderFile.Content content,
            FolderUploads.@Nullable Upload upload)
            throws IOException {
        Path file = files.newTemporary();
        try {
            Version version = new Version(UUID.randomUUID().toString());
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            FolderFile.write(file, head, version, now, content, sync);
            return locks.locked(key, () -> {
                if (upload != null && !uploads.isThere(upload)) {
                    return WriteReply.of(WriteReply.Status.UPLOAD_GONE);
                }
                if (!condition.isMetBy(stat(key).map(StoredBlob::version).orElse(null))) {
                    return WriteReply.of(WriteReply.Status.CONDITION_FAILED);
                }
                files.publish(file, paths.path(key));
                if (upload != null) {
                    uploads.remove(upload);
                }
                return WriteReply.stored(version, now);
            });
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static StoreException refused(String what, Exception cause) {
        return StoreException.refused(what + "; see the cause", cause);
    }
}
