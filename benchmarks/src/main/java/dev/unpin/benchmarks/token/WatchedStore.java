package dev.unpin.benchmarks.token;

import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.FeedPage;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevocationLookup;
import dev.unpin.token.spi.RevocationReceipt;
import dev.unpin.token.spi.RevocationRequest;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.util.List;

/** A store that lets somebody look on when the last of what it knows is being handed over. */
final class WatchedStore implements BlocklistStore {
    private final BlocklistStore store;
    private final Runnable atTheEnd;
    private long pages;

    WatchedStore(BlocklistStore store, Runnable atTheEnd) {
        this.store = store;
        this.atTheEnd = atTheEnd;
    }

    @Override
    public FeedPage read(FeedRequest request) {
        FeedPage page = store.read(request);
        pages++;
        if (page.status() != FeedPage.Status.MORE) {
            if (pages > 1) {
                atTheEnd.run();
            }
            pages = 0;
        }
        return page;
    }

    @Override
    public RevocationReceipt revoke(RevocationRequest request) {
        return store.revoke(request);
    }

    @Override
    public void restore(List<Revocation> lost, Duration retention) {
        store.restore(lost, retention);
    }

    @Override
    public RevocationLookup find(List<RevokedId> ids) {
        return store.find(ids);
    }

    @Override
    public void ping() {
        store.ping();
    }
}
