package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.assertHolds;
import static dev.unpin.testkit.blob.BlobTests.bytes;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.LimitExceededException;
import dev.unpin.blob.BlobInfo;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.BlobWriter;
import dev.unpin.blob.Blobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written is what is read, whatever its size and wherever it comes from. */
interface WriteTests extends BlobTests {
    /** Around every size at which something begins to be done differently. */
    private List<Integer> sizes() {
        int part = partBytes();
        return List.of(0, 1, 64 * 1024, part - 1, part, part + 1, 2 * part, 3 * part - 5);
    }

    @Test
    default void bytesOfAnySizeComeBack() {
        Blobs blobs = blobs();
        for (int size : sizes()) {
            byte[] content = bytes(size, size);

            BlobInfo info = blobs.put("bytes-" + size, BlobSource.of(content));

            assertEquals(size, info.size());
            assertHolds(content, blobs, "bytes-" + size);
            assertEquals(info.version(), blobs.get("bytes-" + size).version());
        }
        assertNoUploadIsPending();
    }

    @Test
    default void streamsOfUnknownLengthComeBack() {
        Blobs blobs = blobs();
        for (int size : sizes()) {
            byte[] content = bytes(size, size);

            BlobInfo info = blobs.put("stream-" + size, BlobSource.of(new Trickle(content)));

            assertEquals(size, info.size());
            assertHolds(content, blobs, "stream-" + size);
        }
        assertNoUploadIsPending();
    }

    @Test
    default void streamsOfKnownLengthComeBack() {
        Blobs blobs = blobs();
        for (int size : sizes()) {
            byte[] content = bytes(size, size);

            blobs.put("known-" + size, BlobSource.of(new Trickle(content), size));

            assertHolds(content, blobs, "known-" + size);
        }
    }

    @Test
    default void filesAndOpenersComeBack() throws IOException {
        Blobs blobs = blobs();
        byte[] content = bytes(100_000, 1);
        Path file = Files.createTempFile("unpin", "source");
        try {
            Files.write(file, content);

            blobs.put("file", BlobSource.of(file));
            blobs.put("opener", BlobSource.opening(() -> new ByteArrayInputStream(content)));
            blobs.put("opener-known", BlobSource.opening(() -> new ByteArrayInputStream(content), 100_000));
        } finally {
            Files.delete(file);
        }

        assertHolds(content, blobs, "file");
        assertHolds(content, blobs, "opener");
        assertHolds(content, blobs, "opener-known");
    }

    @Test
    default void aWriterPublishesAtItsCommitAndNotBefore() throws IOException {
        Blobs blobs = blobs();
        byte[] content = bytes(2 * partBytes() + 17, 2);

        try (BlobWriter writer = blobs.writer("report")) {
            for (int i = 0; i < content.length; i += 10_007) {
                writer.write(content, i, Math.min(10_007, content.length - i));
            }
            assertEquals(Optional.empty(), blobs.find("report"));

            assertEquals(content.length, writer.commit().size());
        }

        assertHolds(content, blobs, "report");
        assertNoUploadIsPending();
    }

    @Test
    default void aWriterCommitsOnceAndIsThenClosed() throws IOException {
        Blobs blobs = blobs();
        BlobWriter writer = blobs.writer("once");
        writer.write('x');
        writer.commit();

        assertThrows(IllegalStateException.class, writer::commit);
        assertThrows(IOException.class, () -> writer.write('y'));
        writer.close();
        writer.close();
        assertThrows(IllegalStateException.class, writer::commit);
        assertEquals("x", text(blobs, "once"));
    }

    @Test
    default void anOverwrittenBlobIsReplacedWhole() {
        Blobs blobs = blobs();
        BlobInfo first = blobs.put(
                "k",
                BlobSource.of(bytes(3 * partBytes(), 3)),
                o -> o.contentType("image/png").fileName("a.png"));

        BlobInfo second = blobs.put("k", source("short"), o -> o.contentType("text/plain"));

        assertEquals("short", text(blobs, "k"));
        assertNotEquals(first.version(), second.version());
        assertEquals(Optional.of("text/plain"), blobs.get("k").attributes().contentType());
        assertEquals(Optional.empty(), blobs.get("k").attributes().fileName());
    }

    @Test
    default void otherInstancesSeeWhatOneHasWritten() {
        blobs().put("shared", source("here"));

        assertEquals("here", text(blobs(), "shared"));
    }

    @Test
    default void theProgressIsToldAfterEveryPart() {
        int part = partBytes();
        List<Long> progress = new ArrayList<>();

        blobs().put("large", BlobSource.of(bytes(2 * part + 1, 4)), o -> o.progress(progress::add));
        blobs().put("small", source("abc"), o -> o.progress(progress::add));

        assertEquals(List.of((long) part, 2L * part, 2L * part + 1, 3L), progress);
    }

    @Test
    default void whatIsLargerThanAllowedIsRefusedWithoutATrace() {
        int part = partBytes();
        Blobs blobs = builder(store()).maxBlobBytes(part + 10L).build().scoped(prefix());

        assertThrows(LimitExceededException.class, () -> blobs.put("known", BlobSource.of(new byte[part + 11])));
        assertThrows(
                LimitExceededException.class,
                () -> blobs.put("unknown", BlobSource.of(new Trickle(new byte[part + 11]))));
        blobs.put("fits", BlobSource.of(new Trickle(new byte[part + 10])));

        assertEquals(List.of("fits"), BlobTests.names(blobs, o -> {}));
        assertNoUploadIsPending();
    }

    @Test
    default void oneWriteCostsOneRequestAndOneOfPartsTwoMoreThanThose() {
        if (requests().isEmpty()) {
            return;
        }
        Blobs blobs = blobs();
        assertEquals(1, requestsOf(() -> blobs.put("a", BlobSource.of(new byte[partBytes()]))));
        assertEquals(1, requestsOf(() -> blobs.put("b", source("x"), o -> o.ifAbsent())));
        assertEquals(5, requestsOf(() -> blobs.put("c", BlobSource.of(new byte[2 * partBytes() + 1]))));
        assertEquals(1, requestsOf(() -> blobs.get("a")));
        assertEquals(1, requestsOf(() -> BlobTests.read(blobs, "b")));
        assertEquals(1, requestsOf(() -> blobs.copy("b", "d")));
        assertEquals(1, requestsOf(() -> blobs.remove("d")));
        assertEquals(1, requestsOf(() -> BlobTests.names(blobs, o -> {})));
        assertEquals(2, requestsOf(() -> blobs.update("b", new byte[0], old -> new byte[] {'y'})));
        assertTrue(requestsOf(() -> blobs.removeAll(List.of("a", "b", "c"))) <= 1);
    }

    private long requestsOf(Runnable operation) {
        long before = requests().orElseThrow();
        operation.run();
        return requests().orElseThrow() - before;
    }
}
