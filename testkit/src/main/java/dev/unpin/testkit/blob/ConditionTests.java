package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.assertHolds;
import static dev.unpin.testkit.blob.BlobTests.bytes;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Condition;
import dev.unpin.PreconditionFailedException;
import dev.unpin.Version;
import dev.unpin.blob.BlobInfo;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.spi.BlobCapability;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A conditional write is done when its condition is met, refused when it is not, and never done regardless. */
interface ConditionTests extends BlobTests {
    Version NOBODYS = new Version("0123456789abcdef0123456789abcdef");

    private void refuse(Blobs blobs, String key, BlobSource source, Condition condition) {
        assertThrows(PreconditionFailedException.class, () -> blobs.put(key, source, o -> o.condition(condition)));
    }

    @Test
    default void createOnlyWritesOnce() {
        Blobs blobs = blobs();
        blobs.put("k", source("first"), o -> o.ifAbsent());

        refuse(blobs, "k", source("second"), Condition.absent());
        assertEquals("first", text(blobs, "k"));

        blobs.remove("k");
        blobs.put("k", source("third"), o -> o.ifAbsent());
        assertEquals("third", text(blobs, "k"));
    }

    @Test
    default void onlyTheVersionThatWasReadIsOverwritten() {
        Blobs blobs = blobs();
        Version first = blobs.put("k", source("1")).version();

        Version second = blobs.put("k", source("2"), o -> o.condition(Condition.ifVersion(first)))
                .version();
        refuse(blobs, "k", source("lost"), Condition.ifVersion(first));
        assertEquals("2", text(blobs, "k"));
        blobs.put("k", source("3"), o -> o.condition(Condition.ifVersion(second)));
        assertEquals("3", text(blobs, "k"));
    }

    @Test
    default void aVersionIsNeverWrittenIntoNothing() {
        Blobs blobs = blobs();
        refuse(blobs, "absent", source("x"), Condition.ifVersion(NOBODYS));
        refuse(blobs, "absent", source("x"), Condition.present());

        Version removed = blobs.put("gone", source("x")).version();
        blobs.remove("gone");
        refuse(blobs, "gone", source("y"), Condition.ifVersion(removed));
        assertEquals(List.of(), BlobTests.names(blobs, o -> {}));
    }

    @Test
    default void createOnlyHoldsForBlobsOfManyParts() {
        Blobs blobs = blobs();
        byte[] first = bytes(2 * partBytes() + 1, 1);
        blobs.put("k", BlobSource.of(first), o -> o.ifAbsent());

        refuse(blobs, "k", BlobSource.of(bytes(2 * partBytes() + 1, 2)), Condition.absent());

        assertHolds(first, blobs, "k");
        assertNoUploadIsPending();
    }

    @Test
    default void versionsHoldForBlobsOfManyParts() {
        Blobs blobs = blobs();
        Version first = blobs.put("k", BlobSource.of(bytes(2 * partBytes(), 1))).version();
        byte[] second = bytes(2 * partBytes(), 2);
        blobs.put("k", BlobSource.of(second), o -> o.condition(Condition.ifVersion(first)));

        refuse(blobs, "k", BlobSource.of(bytes(2 * partBytes(), 3)), Condition.ifVersion(first));
        refuse(blobs, "absent", BlobSource.of(bytes(2 * partBytes(), 3)), Condition.ifVersion(first));

        assertHolds(second, blobs, "k");
        assertEquals(Optional.empty(), blobs.find("absent"));
        assertNoUploadIsPending();
    }

    @Test
    default void conditionsOfHttpRequestsAreUnderstood() {
        Blobs blobs = blobs();
        Version first = blobs.put("k", source("1")).version();
        String stale = "\"" + NOBODYS.text() + "\"";

        refuse(blobs, "k", source("x"), Condition.ifMatch(stale));
        refuse(blobs, "k", source("x"), Condition.ifMatch("W/" + first.etag()));
        refuse(blobs, "k", source("x"), Condition.ifMatch("nonsense"));
        refuse(blobs, "k", source("x"), Condition.ifNoneMatch("*"));
        refuse(blobs, "absent", source("x"), Condition.ifMatch("*"));
        blobs.put("k", source("2"), o -> o.condition(Condition.ifMatch(stale + ", " + first.etag())));
        blobs.put("k", source("3"), o -> o.condition(Condition.ifMatch("*")));

        assertEquals("3", text(blobs, "k"));
    }

    @Test
    default void onlyTheVersionThatWasReadIsRemoved() {
        Blobs blobs = blobs();
        Version first = blobs.put("k", source("1")).version();
        Version second = blobs.put("k", source("2")).version();

        assertFalse(blobs.removeIf("k", first));
        assertEquals("2", text(blobs, "k"));
        assertTrue(blobs.removeIf("k", second));
        assertEquals(Optional.empty(), blobs.find("k"));
        assertFalse(blobs.removeIf("k", second));
    }

    @Test
    default void onlyTheSourceThatWasReadIsCopied() {
        Blobs blobs = blobs();
        Version first = blobs.put("from", source("1")).version();
        Version second = blobs.put("from", source("2")).version();

        assertThrows(PreconditionFailedException.class, () -> blobs.copy("from", "to", o -> o.ifSource(first)));
        assertEquals(Optional.empty(), blobs.find("to"));
        blobs.copy("from", "to", o -> o.ifSource(second));
        assertEquals("2", text(blobs, "to"));
    }

    @Test
    default void aCopyKeepsToConditionsAtItsTarget() {
        Blobs blobs = blobs();
        blobs.put("from", source("new"));
        if (!blobs.capabilities().contains(BlobCapability.COPY_IF_TARGET)) {
            assertThrows(UnsupportedOperationException.class, () -> blobs.copy("from", "to", o -> o.ifAbsent()));
            return;
        }
        Version copied = blobs.copy("from", "to", o -> o.ifAbsent());

        assertEquals(copied, blobs.get("to").version());
        assertThrows(PreconditionFailedException.class, () -> blobs.copy("from", "to", o -> o.ifAbsent()));
        assertThrows(
                PreconditionFailedException.class,
                () -> blobs.copy("from", "to", o -> o.condition(Condition.ifVersion(NOBODYS))));
        Version again = blobs.copy("from", "to", o -> o.condition(Condition.ifVersion(copied)));
        assertEquals(again, blobs.get("to").version());
    }

    @Test
    default void whatTheStoreCannotPromiseIsRefusedBeforeAByteIsSent() {
        FaultyBlobStore poor = new FaultyBlobStore(store());
        poor.without(BlobCapability.values());
        poor.onPut((request, next) -> {
            throw new AssertionError("sent");
        });
        poor.onPart(request -> {
            throw new AssertionError("sent");
        });
        Blobs blobs = blobs(poor);
        BlobInfo there = blobs().put("there", source("x"));
        Condition version = Condition.ifVersion(there.version());

        assertThrows(UnsupportedOperationException.class, () -> blobs.put("k", source("x"), o -> o.ifAbsent()));
        assertThrows(
                UnsupportedOperationException.class, () -> blobs.put("there", source("y"), o -> o.condition(version)));
        assertThrows(UnsupportedOperationException.class, () -> blobs.removeIf("there", there.version()));
        assertThrows(UnsupportedOperationException.class, () -> blobs.copy("there", "k", o -> o.ifAbsent()));
        assertThrows(
                UnsupportedOperationException.class, () -> blobs.copy("there", "k", o -> o.ifSource(there.version())));
        assertThrows(UnsupportedOperationException.class, () -> blobs.update("there", new byte[0], old -> old));
        assertEquals(List.of("there"), BlobTests.names(blobs(), o -> {}));
    }

    @Test
    default void aConditionThatHoldsForSmallBlobsOnlyIsRefusedForLargeOnes() {
        FaultyBlobStore poor = new FaultyBlobStore(store());
        poor.without(BlobCapability.CONDITIONAL_UPLOAD);
        Blobs blobs = blobs(poor);

        blobs.put("small", source("x"), o -> o.ifAbsent());
        assertThrows(
                UnsupportedOperationException.class,
                () -> blobs.put("large", BlobSource.of(new Trickle(new byte[2 * partBytes()])), o -> o.ifAbsent()));
        blobs.put("large-plain", BlobSource.of(new byte[2 * partBytes()]));

        assertEquals(List.of("large-plain", "small"), BlobTests.names(blobs, o -> {}));
        assertNoUploadIsPending();
    }
}
