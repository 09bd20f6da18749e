package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.bytes;
import static dev.unpin.testkit.blob.BlobTests.source;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.PreconditionFailedException;
import dev.unpin.Version;
import dev.unpin.blob.BlobIntegrityException;
import dev.unpin.blob.BlobNotFoundException;
import dev.unpin.blob.BlobRangeException;
import dev.unpin.blob.BlobReader;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.OpenOptions;
import dev.unpin.blob.spi.OpenReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is read is what was written, whole or in part, or an error. */
interface ReadTests extends BlobTests {
    private byte[] read(Blobs blobs, Consumer<OpenOptions> options) throws IOException {
        try (BlobReader reader = blobs.open("k", options)) {
            byte[] read = reader.readAllBytes();
            assertEquals(read.length, reader.length());
            return read;
        }
    }

    @Test
    default void anyRangeIsReadExactly() throws IOException {
        int size = 2 * partBytes() + 100;
        byte[] all = bytes(size, 1);
        Blobs blobs = blobs();
        blobs.put("k", BlobSource.of(all));

        assertArrayEquals(all, read(blobs, o -> {}));
        assertArrayEquals(all, read(blobs, o -> o.from(0)));
        assertArrayEquals(all, read(blobs, o -> o.range(0, size)));
        assertArrayEquals(Arrays.copyOf(all, 1), read(blobs, o -> o.range(0, 1)));
        assertArrayEquals(
                Arrays.copyOfRange(all, partBytes() - 5, partBytes() + 5),
                read(blobs, o -> o.range(partBytes() - 5L, 10)));
        assertArrayEquals(Arrays.copyOfRange(all, size - 1, size), read(blobs, o -> o.from(size - 1L)));
        assertArrayEquals(Arrays.copyOfRange(all, size - 7, size), read(blobs, o -> o.last(7)));
        assertArrayEquals(all, read(blobs, o -> o.last(size + 1000L)));
        assertArrayEquals(Arrays.copyOfRange(all, size - 3, size), read(blobs, o -> o.range(size - 3L, 1000)));
    }

    @Test
    default void aRangeTellsWhereItIsAndHowLargeTheBlobIs() throws IOException {
        Blobs blobs = blobs();
        blobs.put("k", source("0123456789"), o -> o.contentType("text/plain"));

        try (BlobReader reader = blobs.open("k", o -> o.last(3))) {
            assertEquals(7, reader.firstByte());
            assertEquals(3, reader.length());
            assertEquals(blobs.get("k"), reader.info());
            assertEquals(10, reader.info().size());
            assertEquals('7', reader.read());
        }
    }

    @Test
    default void aRangeOfNothingIsRefused() {
        Blobs blobs = blobs();
        blobs.put("k", source("0123456789"));
        assertThrows(BlobRangeException.class, () -> blobs.open("k", o -> o.from(10)));
        assertThrows(BlobRangeException.class, () -> blobs.open("k", o -> o.range(11, 5)));

        blobs.put("k", source(""));
        assertThrows(BlobRangeException.class, () -> blobs.open("k", o -> o.from(0)));
        assertThrows(BlobRangeException.class, () -> blobs.open("k", o -> o.last(1)));
    }

    @Test
    default void aReaderTellsWhatStatTells() throws IOException {
        Blobs blobs = blobs();
        for (int size : new int[] {0, 1, partBytes() + 1}) {
            blobs.put(
                    "k",
                    BlobSource.of(bytes(size, size)),
                    o -> o.contentType("image/png").fileName("ä.png"));
            try (BlobReader reader = blobs.open("k")) {
                assertEquals(blobs.get("k"), reader.info());
                assertEquals(Optional.of(blobs.get("k")), blobs.find("k"));
                assertEquals(size, reader.info().size());
            }
        }
    }

    @Test
    default void anAbsentBlobIsToldAsAbsent() {
        Blobs blobs = blobs();
        Version version = blobs.put("there", source("x")).version();

        assertEquals(Optional.empty(), blobs.find("absent"));
        assertEquals(
                "absent",
                assertThrows(BlobNotFoundException.class, () -> blobs.get("absent"))
                        .key());
        assertThrows(BlobNotFoundException.class, () -> blobs.open("absent"));
        assertThrows(BlobNotFoundException.class, () -> blobs.open("absent", o -> o.range(0, 1)));
        assertThrows(BlobNotFoundException.class, () -> blobs.open("absent", o -> o.ifVersion(version)));
        assertThrows(BlobNotFoundException.class, () -> blobs.openIfChanged("absent", version));
        assertThrows(BlobNotFoundException.class, () -> blobs.copy("absent", "to"));
    }

    @Test
    default void onlyTheVersionThatWasAskedForIsRead() throws IOException {
        Blobs blobs = blobs();
        Version first = blobs.put("k", source("1")).version();
        Version second = blobs.put("k", source("2")).version();

        assertThrows(PreconditionFailedException.class, () -> blobs.open("k", o -> o.ifVersion(first)));
        assertThrows(
                PreconditionFailedException.class,
                () -> blobs.open("k", o -> o.ifVersion(first).range(0, 1)));
        assertArrayEquals(new byte[] {'2'}, read(blobs, o -> o.ifVersion(second).range(0, 1)));
    }

    @Test
    default void whatTheCallerHasIsNotReadAgain() throws IOException {
        Blobs blobs = blobs();
        Version first = blobs.put("k", source("1")).version();
        assertTrue(blobs.openIfChanged("k", first).isEmpty());

        blobs.put("k", source("2"));
        try (BlobReader reader = blobs.openIfChanged("k", first).orElseThrow()) {
            assertEquals('2', reader.read());
        }
    }

    @Test
    default void readersThatAreClosedEarlyHoldNothing() throws IOException {
        Blobs blobs = blobs();
        byte[] all = bytes(partBytes() + 1000, 2);
        blobs.put("k", BlobSource.of(all));

        for (int i = 0; i < 200; i++) {
            try (BlobReader reader = blobs.open("k")) {
                assertEquals(all[0] & 0xff, reader.read());
            }
        }

        assertArrayEquals(all, read(blobs, o -> {}));
    }

    @Test
    default void damagedContentIsNeverGivenOutWhole() {
        byte[] content = bytes(100_000, 3);
        blobs().put("k", BlobSource.of(content));

        byte[] altered = content.clone();
        altered[50_000] ^= 1;
        assertDamageIsSeen(in -> new ByteArrayInputStream(altered));
        assertDamageIsSeen(in -> new ByteArrayInputStream(content, 0, 99_999));
        assertDamageIsSeen(in -> new ByteArrayInputStream(Arrays.copyOf(content, 100_001)));
        assertDamageIsSeen(in -> InputStream.nullInputStream());
        assertDamageIsSeen(in -> new Broken(60_000));
    }

    private void assertDamageIsSeen(UnaryOperator<InputStream> damage) {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onOpen((request, next) -> {
            OpenReply.Found found = next.send(request).found().orElseThrow();
            InputStream damaged = damage.apply(found.content());
            return OpenReply.found(
                    new OpenReply.Found(found.blob(), found.range(), new ClosingBoth(damaged, found.content())));
        });
        Blobs blobs = blobs(faulty);
        assertThrows(BlobIntegrityException.class, () -> BlobTests.read(blobs, "k"));
        // Nor to who knows the length, and never reads to the end.
        assertThrows(BlobIntegrityException.class, () -> {
            try (BlobReader reader = blobs.open("k")) {
                reader.readNBytes(100_000);
                reader.read();
            }
        });
    }

    @Test
    default void aBlobOfManyPartsIsCheckedToo() {
        if (store().stat(putLarge()).orElseThrow().crc32c() == null) {
            return; // nothing but the length is known then
        }
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onOpen((request, next) -> {
            OpenReply.Found found = next.send(request).found().orElseThrow();
            return OpenReply.found(
                    new OpenReply.Found(found.blob(), found.range(), new OneBitFlipped(found.content(), 70_000)));
        });
        assertThrows(BlobIntegrityException.class, () -> BlobTests.read(blobs(faulty), "large"));
        assertFalse(BlobTests.read(blobs(), "large").length == 0);
    }

    private String putLarge() {
        blobs().put("large", BlobSource.of(bytes(2 * partBytes(), 4)));
        return full("large");
    }
}
