package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.bytes;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.BlobSourceException;
import dev.unpin.blob.BlobWriter;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.PendingBlob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A source or a part that fails publishes nothing and leaves nothing, and what was there stays. */
interface SourceFailureTests extends BlobTests {
    private List<Integer> places() {
        int part = partBytes();
        return List.of(0, 1000, part - 1, part, part + 1, 2 * part + part / 2);
    }

    /** Runs what has to fail on a key that is free, and on one that is taken. */
    private void assertLeavesNoTrace(String name, Consumer<String> failing) {
        Blobs blobs = blobs();
        blobs.put(name + "-taken", source("old"), o -> o.fileName("old.txt"));

        failing.accept(name + "-free");
        failing.accept(name + "-taken");

        assertEquals(Optional.empty(), blobs.find(name + "-free"), name);
        assertEquals("old", text(blobs, name + "-taken"), name);
        assertEquals(
                Optional.of("old.txt"), blobs.get(name + "-taken").attributes().fileName());
        assertNoUploadIsPending();
    }

    @Test
    default void aSourceThatFailsAtAnyBytePublishesNothing() {
        Blobs blobs = blobs();
        for (int place : places()) {
            assertLeavesNoTrace("broken-" + place, key -> {
                BlobSourceException e =
                        assertThrows(BlobSourceException.class, () -> blobs.put(key, BlobSource.of(new Broken(place))));
                assertEquals(Effect.REFUSED, e.effect());
                assertEquals("java.io.IOException: the client went away", String.valueOf(e.getCause()));
            });
        }
    }

    @Test
    default void aSourceOfKnownLengthThatFailsPublishesNothing() {
        Blobs blobs = blobs();
        for (int place : places()) {
            assertLeavesNoTrace(
                    "broken-known-" + place,
                    key -> assertThrows(
                            BlobSourceException.class,
                            () -> blobs.put(key, BlobSource.of(new Broken(place), place + 10L))));
        }
    }

    @Test
    default void aSourceThatIsShorterOrLongerThanItSaysPublishesNothing() {
        Blobs blobs = blobs();
        for (int size : List.of(1, 1000, partBytes(), 2 * partBytes())) {
            byte[] content = bytes(size, size);
            assertLeavesNoTrace(
                    "short-" + size,
                    key -> assertThrows(
                            BlobSourceException.class,
                            () -> blobs.put(key, BlobSource.of(new ByteArrayInputStream(content), size + 1L))));
            assertLeavesNoTrace(
                    "long-" + size,
                    key -> assertThrows(
                            BlobSourceException.class,
                            () -> blobs.put(key, BlobSource.of(new ByteArrayInputStream(content), size - 1L))));
        }
    }

    @Test
    default void aSourceThatCannotBeOpenedPublishesNothing() {
        Blobs blobs = blobs();
        assertLeavesNoTrace(
                "unopened",
                key -> assertThrows(
                        BlobSourceException.class,
                        () -> blobs.put(key, BlobSource.opening(() -> {
                            throw new IOException("no such file");
                        }))));
    }

    @Test
    default void whatTheSourceThrowsUncheckedPassesThrough() {
        Blobs blobs = blobs();
        IllegalStateException thrown = new IllegalStateException("bug in the source");
        assertLeavesNoTrace(
                "unchecked",
                key -> assertSame(
                        thrown,
                        assertThrows(
                                IllegalStateException.class,
                                () -> blobs.put(key, BlobSource.opening(() -> {
                                    throw thrown;
                                })))));
    }

    @Test
    default void aWriterThatIsClosedWithoutACommitPublishesNothing() {
        Blobs blobs = blobs();
        for (int size : places()) {
            assertLeavesNoTrace("unfinished-" + size, key -> {
                assertThrows(IOException.class, () -> {
                    try (BlobWriter writer = blobs.writer(key)) {
                        writer.write(bytes(size, size));
                        throw new IOException("before the commit");
                    }
                });
            });
        }
    }

    @Test
    default void aPartThatFailsForGoodEndsTheUpload() {
        byte[] content = bytes(3 * partBytes(), 5);
        for (int failing = 1; failing <= 3; failing++) {
            int number = failing;
            FaultyBlobStore faulty = new FaultyBlobStore(store());
            faulty.onPart(request -> {
                if (request.number() == number) {
                    throw StoreException.refused("no space", null);
                }
            });
            assertLeavesNoTrace(
                    "part-" + number,
                    key -> assertThrows(
                            StoreException.class, () -> blobs(faulty).put(key, BlobSource.of(content))));
        }
    }

    @Test
    default void aCompletionThatIsRefusedEndsTheUpload() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onComplete((request, real) -> {
            throw StoreException.refused("no permission", null);
        });
        assertLeavesNoTrace(
                "complete",
                key -> assertThrows(
                        StoreException.class, () -> blobs(faulty).put(key, BlobSource.of(bytes(2 * partBytes(), 6)))));
    }

    @Test
    default void aListenerThatThrowsEndsTheUpload() {
        Blobs blobs = blobs();
        assertLeavesNoTrace(
                "progress",
                key -> assertThrows(
                        IllegalStateException.class,
                        () -> blobs.put(
                                key,
                                BlobSource.of(bytes(2 * partBytes(), 7)),
                                o -> o.progress(stored -> {
                                    throw new IllegalStateException("cancelled");
                                }))));
    }

    @Test
    default void anUploadOfADeadInstanceIsEndedByAge() throws IOException {
        Blobs blobs = blobs();
        blobs.put("dead", source("old"));
        BlobWriter writer = blobs.writer("dead");
        writer.write(bytes(2 * partBytes(), 8));
        assertEquals(
                List.of("dead"),
                blobs.pendingUploads().stream().map(PendingBlob::key).toList());

        assertEquals(0, blobs.abortUploads(java.time.Duration.ofDays(1)));
        assertEquals(1, BlobTests.abortAll(blobs));

        assertNoUploadIsPending();
        assertThrows(StoreException.class, writer::commit);
        assertEquals("old", text(blobs, "dead"));
        writer.close();
    }

    @Test
    default void uploadsOfOtherScopesAreLeftAlone() throws IOException {
        Blobs blobs = blobs();
        try (BlobWriter writer = blobs.writer("tenant-10/k")) {
            writer.write(bytes(2 * partBytes(), 9));

            assertEquals(0, BlobTests.abortAll(blobs.scoped("tenant-1")));
            assertEquals(1, pendingUploads().size());
        }
        assertNoUploadIsPending();
    }
}
