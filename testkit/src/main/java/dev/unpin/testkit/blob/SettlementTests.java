package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.assertHolds;
import static dev.unpin.testkit.blob.BlobTests.bytes;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.PreconditionFailedException;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.blob.BlobConflictException;
import dev.unpin.blob.BlobInfo;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.WriteReply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A lost or ambiguous answer is settled by looking: ours is a success, everything else is told as unknown. */
interface SettlementTests extends BlobTests {
    private void assertUnknown(Runnable write) {
        StoreException e = assertThrows(StoreException.class, write::run);
        assertEquals(Effect.UNKNOWN, e.effect());
    }

    @Test
    default void aWriteWhoseAnswerWasLostIsRecognised() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onPut(FaultyBlobStore.losingAnswers());
        Blobs blobs = blobs(faulty);

        BlobInfo created = blobs.put("k", source("1"), o -> o.ifAbsent().contentType("text/plain"));
        BlobInfo replaced = blobs.put("k", source("2"), o -> o.condition(Condition.ifVersion(created.version())));
        blobs.put("plain", source("3"));

        assertEquals("2", text(blobs, "k"));
        assertEquals(blobs.get("k").version(), replaced.version());
        assertEquals(Optional.of("text/plain"), created.attributes().contentType());
        assertEquals("3", text(blobs, "plain"));
    }

    @Test
    default void aWriteThatNeverArrivedIsToldAsUnknown() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onPut(FaultyBlobStore.losingRequests());
        Blobs blobs = blobs(faulty);
        blobs().put("taken", source("old"));

        assertUnknown(() -> blobs.put("k", source("1"), o -> o.ifAbsent()));
        assertUnknown(() -> blobs.put("taken", source("new")));

        assertEquals(Optional.empty(), blobs.find("k"));
        assertEquals("old", text(blobs, "taken"));
    }

    @Test
    default void aWriteThatMetItselfIsRecognised() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onPut(FaultyBlobStore::sendTwice);
        faulty.onComplete(FaultyBlobStore::sendTwice);
        Blobs blobs = blobs(faulty);
        byte[] large = bytes(2 * partBytes(), 1);

        Version first = blobs.put("k", source("1"), o -> o.ifAbsent()).version();
        blobs.put("k", source("2"), o -> o.condition(Condition.ifVersion(first)));
        blobs.put("large", BlobSource.of(large), o -> o.ifAbsent());

        assertEquals("2", text(blobs, "k"));
        assertHolds(large, blobs, "large");
        assertNoUploadIsPending();
    }

    @Test
    default void anUploadWhoseLastAnswerWasLostIsRecognised() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onComplete(FaultyBlobStore.losingAnswers());
        byte[] large = bytes(2 * partBytes() + 1, 2);

        BlobInfo info = blobs(faulty).put("large", BlobSource.of(large), o -> o.ifAbsent());

        assertEquals(large.length, info.size());
        assertHolds(large, blobs(), "large");
        assertNoUploadIsPending();
    }

    @Test
    default void anUploadThatMayBePublishedYetIsNotAborted() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onComplete(FaultyBlobStore.losingRequests());

        assertUnknown(() -> blobs(faulty).put("large", BlobSource.of(bytes(2 * partBytes(), 3))));

        assertEquals(1, pendingUploads().size());
        assertEquals(1, BlobTests.abortAll(blobs()));
        assertNoUploadIsPending();
    }

    @Test
    default void whoLosesFairlyIsToldSoAtOnce() {
        Blobs blobs = blobs();
        blobs.put("k", source("theirs"));

        PreconditionFailedException e = assertThrows(
                PreconditionFailedException.class, () -> blobs.put("k", source("ours"), o -> o.ifAbsent()));

        assertEquals(Effect.REFUSED, e.effect());
        assertEquals("theirs", text(blobs, "k"));
    }

    @Test
    default void whoMeetsAnothersBlobAfterAResendCannotKnow() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onPut((request, next) -> WriteReply.of(WriteReply.Status.UNCLEAR));
        blobs().put("theirs", source("theirs"));

        assertUnknown(() -> blobs(faulty).put("theirs", source("ours"), o -> o.ifAbsent()));
        assertUnknown(() -> blobs(faulty).put("absent", source("ours"), o -> o.ifAbsent()));

        assertEquals("theirs", text(blobs(), "theirs"));
    }

    @Test
    default void aConflictIsTriedAgain() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        AtomicInteger tries = new AtomicInteger();
        faulty.onPut((request, next) ->
                tries.incrementAndGet() < 4 ? WriteReply.of(WriteReply.Status.CONFLICT) : next.send(request));

        blobs(faulty).put("k", source("1"), o -> o.ifAbsent());

        assertEquals(4, tries.get());
        assertEquals("1", text(blobs(), "k"));
    }

    @Test
    default void aConflictThatLastsIsToldAsOne() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onPut((request, next) -> WriteReply.of(WriteReply.Status.CONFLICT));
        faulty.onComplete((request, next) -> WriteReply.of(WriteReply.Status.CONFLICT));
        faulty.onRemove((key, next) -> RemoveReply.CONFLICT);
        Blobs blobs = builder(faulty).conflictPatience(Duration.ZERO).build().scoped(prefix());
        Version there = blobs().put("there", source("x")).version();

        BlobConflictException e =
                assertThrows(BlobConflictException.class, () -> blobs.put("k", source("1"), o -> o.ifAbsent()));
        assertEquals(Effect.REFUSED, e.effect());
        assertTrue(e.retryAfter().isPresent());
        assertThrows(
                BlobConflictException.class,
                () -> blobs.put("k", BlobSource.of(bytes(2 * partBytes(), 4)), o -> o.ifAbsent()));
        assertThrows(BlobConflictException.class, () -> blobs.removeIf("there", there));

        assertEquals(Optional.empty(), blobs().find("k"));
        assertEquals("x", text(blobs(), "there"));
        assertNoUploadIsPending();
    }

    @Test
    default void aRemovalWhoseAnswerWasLostIsRecognised() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onRemove((key, next) -> {
            next.send(key);
            throw StoreException.unknown("no answer came", null);
        });
        Version version = blobs().put("k", source("x")).version();

        assertTrue(blobs(faulty).removeIf("k", version));
        assertEquals(Optional.empty(), blobs().find("k"));
    }

    @Test
    default void aRemovalThatMetItselfIsRecognised() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onRemove((key, next) -> {
            next.send(key);
            assertEquals(RemoveReply.CONDITION_FAILED, next.send(key));
            return RemoveReply.UNCLEAR;
        });
        Version version = blobs().put("k", source("x")).version();

        assertTrue(blobs(faulty).removeIf("k", version));
    }

    @Test
    default void aRemovalThatMeetsAnotherBlobAfterAResendCannotKnow() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onRemove((key, next) -> RemoveReply.UNCLEAR);
        Version version = blobs().put("k", source("x")).version();
        blobs().put("k", source("y"));

        assertUnknown(() -> blobs(faulty).removeIf("k", version));
        assertEquals("y", text(blobs(), "k"));
    }

    @Test
    default void aCopyWhoseAnswerWasLostIsRecognisedIfItHasAHeadOfItsOwn() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onCopy(FaultyBlobStore.losingAnswers());
        Blobs blobs = blobs(faulty);
        blobs().put("from", source("x"));

        if (blobs.capabilities().contains(BlobCapability.COPY_IF_TARGET)) {
            Version copied = blobs.copy("from", "to", o -> o.ifAbsent());
            assertEquals(copied, blobs.get("to").version());
        }
        assertUnknown(() -> blobs.copy("from", "plain"));
    }

    @Test
    default void anUpdateWhoseAnswerWasLostCountsOnce() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onPut(FaultyBlobStore.losingAnswers());
        Blobs blobs = blobs(faulty);

        for (int i = 0; i < 5; i++) {
            blobs.update("tally", new byte[0], old -> Arrays.copyOf(old, old.length + 1));
        }

        assertEquals(5, blobs.get("tally").size());
    }
}
