package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.assertHolds;
import static dev.unpin.testkit.blob.BlobTests.bytes;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Condition;
import dev.unpin.StoreException;
import dev.unpin.blob.spi.BlobBytes;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.PendingUpload;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Uploads in parts, as the port promises them to those who build on it. */
interface PartTests extends BlobTests {
    BlobHead HEAD = new BlobHead("image/png", null, null, Map.of("unpin-write", "w"));

    private StoredPart send(String key, String uploadId, int number, byte[] bytes) {
        return store().uploadPart(new PartRequest(full(key), uploadId, number, BlobBytes.of(bytes)))
                .orElseThrow();
    }

    private WriteReply complete(String key, String uploadId, List<StoredPart> parts, byte[] whole) {
        CRC32C crc = new CRC32C();
        crc.update(whole);
        return store().completeUpload(new CompleteRequest(full(key), uploadId, parts, Condition.any(), crc.getValue()));
    }

    @Test
    default void anotherInstanceGoesOnWithAnUpload() {
        byte[] all = bytes(2 * partBytes() + 9, 1);
        String id = store().beginUpload(full("k"), HEAD);
        send("k", id, 1, Arrays.copyOf(all, partBytes()));

        List<StoredPart> before = store().listParts(full("k"), id).orElseThrow();
        assertEquals(List.of(1), before.stream().map(StoredPart::number).toList());
        assertEquals(partBytes(), before.get(0).size());
        send("k", id, 2, Arrays.copyOfRange(all, partBytes(), 2 * partBytes()));
        send("k", id, 3, Arrays.copyOfRange(all, 2 * partBytes(), all.length));
        List<StoredPart> parts = store().listParts(full("k"), id).orElseThrow();
        WriteReply reply = complete("k", id, parts, all);

        assertEquals(WriteReply.Status.STORED, reply.status());
        assertEquals(reply.version(), blobs().get("k").version());
        assertHolds(all, blobs(), "k");
        assertEquals(Optional.of("image/png"), blobs().get("k").attributes().contentType());
        assertNoUploadIsPending();
    }

    @Test
    default void aPartThatIsSentAgainReplacesTheFormer() {
        byte[] all = bytes(partBytes() + 5, 2);
        String id = store().beginUpload(full("k"), HEAD);
        send("k", id, 1, bytes(partBytes(), 99));
        StoredPart second = send("k", id, 2, Arrays.copyOfRange(all, partBytes(), all.length));
        StoredPart first = send("k", id, 1, Arrays.copyOf(all, partBytes()));

        assertEquals(2, store().listParts(full("k"), id).orElseThrow().size());
        assertEquals(
                WriteReply.Status.STORED,
                complete("k", id, List.of(first, second), all).status());
        assertHolds(all, blobs(), "k");
    }

    @Test
    default void anUploadIsListedUntilItEnds() {
        BlobStore store = store();
        String one = store.beginUpload(full("a/one"), HEAD);
        String two = store.beginUpload(full("b/two"), HEAD);

        assertEquals(
                List.of(full("a/one")),
                store.listUploads(full("a/"), null).uploads().stream()
                        .map(PendingUpload::key)
                        .toList());
        assertEquals(2, pendingUploads().size());
        assertTrue(
                pendingUploads().stream().map(PendingUpload::uploadId).toList().containsAll(List.of(one, two)));
        store.abortUpload(full("a/one"), one);
        store.abortUpload(full("b/two"), two);
        assertNoUploadIsPending();
    }

    @Test
    default void anEndedUploadTakesNoMoreParts() {
        BlobStore store = store();
        String id = store.beginUpload(full("k"), HEAD);
        StoredPart part = send("k", id, 1, new byte[] {1});
        store.abortUpload(full("k"), id);

        assertEquals(
                Optional.empty(), store.uploadPart(new PartRequest(full("k"), id, 2, BlobBytes.of(new byte[] {2}))));
        assertEquals(Optional.empty(), store.listParts(full("k"), id));
        assertEquals(
                WriteReply.Status.UPLOAD_GONE,
                complete("k", id, List.of(part), new byte[] {1}).status());
        assertEquals(Optional.empty(), blobs().find("k"));
    }

    @Test
    default void anAbortMayBeRepeatedAndLeavesTheBlobAlone() {
        blobs().put("k", source("old"));
        BlobStore store = store();
        String id = store.beginUpload(full("k"), HEAD);
        send("k", id, 1, bytes(10, 3));

        store.abortUpload(full("k"), id);
        store.abortUpload(full("k"), id);

        assertEquals("old", text(blobs(), "k"));
        assertNoUploadIsPending();
    }

    @Test
    default void aConditionThatFailsLeavesTheUpload() {
        blobs().put("k", source("old"));
        BlobStore store = store();
        String id = store.beginUpload(full("k"), HEAD);
        StoredPart part = send("k", id, 1, bytes(10, 4));

        WriteReply reply =
                store.completeUpload(new CompleteRequest(full("k"), id, List.of(part), Condition.absent(), null));

        assertEquals(WriteReply.Status.CONDITION_FAILED, reply.status());
        assertEquals("old", text(blobs(), "k"));
        assertEquals(
                WriteReply.Status.STORED,
                complete("k", id, List.of(part), bytes(10, 4)).status());
        assertHolds(bytes(10, 4), blobs(), "k");
    }

    @Test
    default void aWrongChecksumOfTheWholeIsRefused() {
        BlobStore store = store();
        String id = store.beginUpload(full("k"), HEAD);
        StoredPart part = send("k", id, 1, bytes(10, 5));

        assertThrows(StoreException.class, () -> complete("k", id, List.of(part), bytes(10, 6)));

        assertEquals(Optional.empty(), blobs().find("k"));
        store.abortUpload(full("k"), id);
    }
}
