package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.names;
import static dev.unpin.testkit.blob.BlobTests.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.blob.BlobRemovals;
import dev.unpin.blob.Blobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is removed is gone, and what could not be removed is told by name. */
interface RemovalTests extends BlobTests {
    @Test
    default void removingIsRepeatable() {
        Blobs blobs = blobs();
        blobs.put("k", source("x"));
        blobs.remove("k");
        blobs.remove("k");
        blobs.remove("never-there");

        assertEquals(Optional.empty(), blobs.find("k"));
    }

    @Test
    default void manyAreRemovedAtOnceWhetherTheyAreThereOrNot() {
        Blobs blobs = blobs();
        List.of("a", "b", "c/d", "keep").forEach(key -> blobs.put(key, source("x")));

        assertEquals(Set.of(), blobs.removeAll(List.of()).removed());
        BlobRemovals removals = blobs.removeAll(List.of("a", "c/d", "absent", "a"));

        assertEquals(Set.of("a", "c/d", "absent"), removals.removed());
        assertEquals(Map.of(), removals.failed());
        removals.orThrow();
        assertEquals(List.of("b", "keep"), names(blobs, o -> {}));
    }

    @Test
    default void moreThanOneBatchIsRemoved() {
        Blobs blobs = blobs();
        int batch = Math.min(1000, store().limits().maxRemovals());
        AtomicInteger requests = new AtomicInteger();
        FaultyBlobStore counting = new FaultyBlobStore(store());
        counting.onRemoveAll(keys -> {
            requests.incrementAndGet();
            return Optional.empty();
        });
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2 * batch + 1; i++) {
            keys.add("absent-" + i);
        }
        keys.add("there");
        blobs.put("there", source("x"));

        assertEquals(Set.copyOf(keys), blobs(counting).removeAll(keys).removed());

        assertEquals(3, requests.get());
        assertEquals(List.of(), names(blobs, o -> {}));
    }

    @Test
    default void aKeyThatFailsIsToldByName() {
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        faulty.onRemoveAll(keys -> Optional.of(Map.of(full("locked"), "AccessDenied")));

        BlobRemovals removals = blobs(faulty).removeAll(List.of("a", "locked"));

        assertEquals(Set.of("a"), removals.removed());
        assertEquals(Set.of("locked"), removals.failed().keySet());
        StoreException e = assertThrows(StoreException.class, removals::orThrow);
        assertEquals(Effect.REFUSED, e.effect());
    }

    @Test
    default void aStoreThatFailsIsNotAskedAgainForTheRest() {
        int batch = store().limits().maxRemovals();
        FaultyBlobStore faulty = new FaultyBlobStore(store());
        AtomicInteger requests = new AtomicInteger();
        faulty.onRemoveAll(keys -> {
            requests.incrementAndGet();
            throw StoreException.unknown("no answer came", null);
        });
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < batch + 2; i++) {
            keys.add("k" + i);
        }

        BlobRemovals removals = blobs(faulty).removeAll(keys);

        assertEquals(1, requests.get());
        assertEquals(Set.of(), removals.removed());
        assertEquals(Effect.UNKNOWN, effect(removals, "k0"));
        assertEquals(Effect.UNKNOWN, effect(removals, "k" + (batch - 1)));
        assertEquals(Effect.NOT_SENT, effect(removals, "k" + batch));
        assertEquals(Effect.NOT_SENT, effect(removals, "k" + (batch + 1)));
    }

    private static Effect effect(BlobRemovals removals, String key) {
        return Optional.ofNullable(removals.failed().get(key)).orElseThrow().effect();
    }
}
