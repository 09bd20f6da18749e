package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.Version;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.PendingUpload;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.StoredPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Uploads in parts: each a folder with a file {@code upload} that names the key and the head, and a file for every
 * part, all in the form of {@link FolderFile}. An upload is there as long as its file {@code upload} is. Thread-safe.
 */
final class FolderUploads {
    private static final String UPLOAD = "upload";
    private static final String PART = "p";
    private static final int ATTEMPTS = 100;

    private final Path root;
    private final FolderFiles files;
    private final FolderSync sync;

    FolderUploads(Path root, FolderFiles files, FolderSync sync) {
        this.root = root;
        this.files = files;
        this.sync = sync;
    }

    /** An upload that is there. */
    record Upload(String key, BlobHead head, Instant begun, Path folder) {}

    String begin(String key, BlobHead head, Instant now) throws IOException {
        String id = UUID.randomUUID().toString();
        Path file = files.newTemporary();
        // The key is the content, the head the head.
        FolderFile.write(file, head, new Version(id), now, out -> out.write(key.getBytes(UTF_8)), sync);
        files.publish(file, root.resolve(id).resolve(UPLOAD));
        return id;
    }

    Optional<Upload> find(String key, String uploadId) throws IOException {
        return isId(uploadId) ? read(uploadId).filter(upload -> upload.key().equals(key)) : Optional.empty();
    }

    private Optional<Upload> read(String uploadId) throws IOException {
        Path folder = root.resolve(uploadId);
        Path file = folder.resolve(UPLOAD);
        try (InputStream in = Files.newInputStream(file)) {
            FolderFile description = FolderFile.read(in, file);
            String key = new String(in.readAllBytes(), UTF_8);
            Instant begun = description.blob().modified() == null
                    ? Instant.EPOCH
                    : description.blob().modified();
            return Optional.of(new Upload(key, description.blob().head(), begun, folder));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    boolean isThere(Upload upload) {
        return Files.exists(upload.folder().resolve(UPLOAD));
    }

    /** An id becomes the name of a folder, and may come from anywhere. */
    private static boolean isId(String text) {
        return text.length() == 36 && text.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
    }

    Optional<StoredPart> put(PartRequest request, Instant now) throws IOException {
        Optional<Upload> upload = find(request.key(), request.uploadId());
        if (upload.isEmpty()) {
            return Optional.empty();
        }
        Path file = files.newTemporary();
        BlobHead none = new BlobHead(null, null, null, Map.of());
        try {
            Version tag = new Version(UUID.randomUUID().toString());
            FolderFile.write(file, none, tag, now, request.content()::writeTo, sync);
            Path target = upload.get().folder().resolve(PART + request.number());
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(new StoredPart(
                    request.number(),
                    request.content().length(),
                    tag.text(),
                    request.content().crc32c()));
        } catch (NoSuchFileException abortedMeanwhile) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    List<StoredPart> parts(Upload upload) throws IOException {
        List<StoredPart> parts = new ArrayList<>();
        try (Stream<Path> entries = Files.list(upload.folder())) {
            for (Path file : entries.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(PART)) {
                    StoredBlob blob = FolderFile.read(file).blob();
                    parts.add(new StoredPart(
                            Integer.parseInt(name.substring(PART.length())),
                            blob.size(),
                            blob.version().text(),
                            blob.crc32c()));
                }
            }
        } catch (NoSuchFileException goneMeanwhile) {
            return List.of();
        }
        parts.sort(Comparator.comparingInt(StoredPart::number));
        return parts;
    }

    static void writeContent(Upload upload, List<StoredPart> parts, ChecksummedOutput out) throws IOException {
        for (StoredPart part : parts) {
            Path file = upload.folder().resolve(PART + part.number());
            try (InputStream in = Files.newInputStream(file)) {
                FolderFile.read(in, file);
                in.transferTo(out);
            }
        }
    }

    /** From the moment its file is gone, the upload is. */
    void remove(Upload upload) throws IOException {
        Files.deleteIfExists(upload.folder().resolve(UPLOAD));
        for (int attempt = 0; attempt < ATTEMPTS && !removeFolder(upload.folder()); attempt++) {
            // a part arrived while the others were removed
        }
    }

    private static boolean removeFolder(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (DirectoryNotEmptyException partArrived) {
            return false;
        }
    }

    List<PendingUpload> list(String prefix) throws IOException {
        List<PendingUpload> pending = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                String id = String.valueOf(folder.getFileName());
                read(id).filter(upload -> upload.key().startsWith(prefix))
                        .ifPresent(upload -> pending.add(new PendingUpload(upload.key(), id, upload.begun())));
            }
        }
        return pending;
    }
}
