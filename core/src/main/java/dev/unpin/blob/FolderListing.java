package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.blob.spi.ListRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of a page by the names of folders and files alone, and enters only folders that can hold some of them.
 * Not thread-safe.
 */
final class FolderListing {
    private final byte[] prefix;
    private final byte @Nullable [] startAfter;
    private final KeyPage page;

    FolderListing(ListRequest request) {
        this.prefix = request.prefix().getBytes(UTF_8);
        this.startAfter =
                request.startAfter() == null ? null : request.startAfter().getBytes(UTF_8);
        this.page = new KeyPage(request);
    }

    KeyPage walk(Path root) throws IOException {
        walk(root, new byte[0]);
        return page;
    }

    private void walk(Path folder, byte[] begin) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.writeBytes(begin);
                if (FolderPaths.unescape(name, bytes)) {
                    visit(entry, name, bytes.toByteArray());
                }
            }
        } catch (NoSuchFileException | NotDirectoryException removedMeanwhile) {
            // with all that was in it
        }
    }

    private void visit(Path entry, String name, byte[] key) throws IOException {
        if (name.endsWith(FolderPaths.BLOB)) {
            page.offer(new String(key, UTF_8));
        } else if (mayHold(key)) {
            walk(entry, key);
        }
    }

    private boolean mayHold(byte[] begin) {
        int common = Math.min(begin.length, prefix.length);
        if (!Arrays.equals(begin, 0, common, prefix, 0, common)) {
            return false;
        }
        if (startAfter != null && Arrays.compareUnsigned(begin, startAfter) < 0) {
            return begin.length <= startAfter.length
                    && Arrays.equals(begin, 0, begin.length, startAfter, 0, begin.length);
        }
        return true;
    }
}
