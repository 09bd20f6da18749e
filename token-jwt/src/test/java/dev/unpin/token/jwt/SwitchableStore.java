package dev.unpin.token.jwt;

import dev.unpin.StoreException;
import dev.unpin.token.spi.KeyRingStore;
import dev.unpin.token.spi.StoredKeyRing;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A store that is down, loses answers and its memory, and lets instances collide, as a test wants. */
final class SwitchableStore implements KeyRingStore {
    private volatile KeyRingStore store;
    volatile boolean down;
    volatile boolean loseNextAnswer;
    private volatile @Nullable CyclicBarrier meeting;

    SwitchableStore(KeyRingStore store) {
        this.store = store;
    }

    void replaceBy(KeyRingStore other) {
        store = other;
    }

    void meetAfterLoading(int parties) {
        meeting = new CyclicBarrier(parties, () -> meeting = null);
    }

    @Override
    public StoredKeyRing load() {
        ping();
        StoredKeyRing loaded = store.load();
        CyclicBarrier together = meeting;
        if (together != null && Thread.currentThread().getName().startsWith("unpin ")) {
            try {
                together.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("the other instance did not come", e);
            }
        }
        return loaded;
    }

    @Override
    public StoredKeyRing replace(long expectedVersion, byte[] content) {
        ping();
        StoredKeyRing replaced = store.replace(expectedVersion, content);
        if (loseNextAnswer) {
            loseNextAnswer = false;
            throw StoreException.unknown("the answer was lost", null);
        }
        return replaced;
    }

    @Override
    public void ping() {
        if (down) {
            throw StoreException.notSent("the store is down", null);
        }
    }
}
