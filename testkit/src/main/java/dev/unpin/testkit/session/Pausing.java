package dev.unpin.testkit.session;

import dev.unpin.session.spi.OwnerEntries;
import dev.unpin.session.spi.OwnerStore;
import java.time.Duration;
import java.util.Collection;

/** An index beside whose next addition something else happens. */
final class Pausing {
    private final OwnerStore index;
    private Runnable before = () -> {};
    private Runnable after = () -> {};

    Pausing(OwnerStore index) {
        this.index = index;
    }

    void beforeNextAdd(Runnable what) {
        before = what;
    }

    void afterNextAdd(Runnable what) {
        after = what;
    }

    OwnerStore store() {
        return new OwnerStore() {
            @Override
            public OwnerEntries add(String owner, String sessionId, String label, Duration keep) {
                before.run();
                OwnerEntries entries = index.add(owner, sessionId, label, keep);
                after.run();
                return entries;
            }

            @Override
            public OwnerEntries list(String owner) {
                return index.list(owner);
            }

            @Override
            public void mark(String owner, Collection<String> sessionIds) {
                index.mark(owner, sessionIds);
            }

            @Override
            public void remove(String owner, Collection<String> sessionIds) {
                index.remove(owner, sessionIds);
            }
        };
    }
}
