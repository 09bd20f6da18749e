package dev.unpin.testkit.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.blob.BlobEntry;
import dev.unpin.blob.BlobReader;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.BlobsBuilder;
import dev.unpin.blob.ListOptions;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.PendingUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What all tests of the contract have at hand. */
interface BlobTests extends BlobStoreFixture {
    /** Blobs of this test alone, in the smallest parts that the store takes. */
    default Blobs blobs() {
        return blobs(store());
    }

    default Blobs blobs(BlobStore store) {
        return builder(store).build().scoped(prefix());
    }

    default BlobsBuilder builder(BlobStore store) {
        return Blobs.builder(store).partBytes(partBytes()).uploadMemory(8L * partBytes() + (4 << 20));
    }

    /** At least 64 KiB, since that is what an upload begins with. */
    default int partBytes() {
        return Math.max(store().limits().minPartBytes(), 64 * 1024);
    }

    /** The key by which the store knows a key of this test. */
    default String full(String key) {
        return prefix() + "/" + key;
    }

    default List<PendingUpload> pendingUploads() {
        return store().listUploads(prefix() + "/", null).uploads();
    }

    default void assertNoUploadIsPending() {
        assertEquals(List.of(), pendingUploads(), "uploads that nobody will end");
    }

    /** Bytes that look random, and are the same for the same numbers. */
    static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static BlobSource source(String text) {
        return BlobSource.of(text);
    }

    static byte[] read(Blobs blobs, String key) {
        try (BlobReader reader = blobs.open(key)) {
            return reader.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Blobs blobs, String key) {
        return new String(read(blobs, key), UTF_8);
    }

    static void assertHolds(byte[] expected, Blobs blobs, String key) {
        assertArrayEquals(expected, read(blobs, key));
        assertEquals(expected.length, blobs.get(key).size());
    }

    static List<String> names(Blobs blobs, Consumer<ListOptions> options) {
        return blobs.list(options).map(BlobEntry::name).toList();
    }

    /** As a library of its own would, a test waits for nothing: it only ends those that are there. */
    static int abortAll(Blobs blobs) {
        return blobs.abortUploads(Duration.ZERO);
    }
}
