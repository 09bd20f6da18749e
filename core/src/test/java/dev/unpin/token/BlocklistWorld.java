package dev.unpin.token;

import dev.unpin.StoreException;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.FeedPage;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.RecordedRevocation;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevocationLookup;
import dev.unpin.token.spi.RevocationReceipt;
import dev.unpin.token.spi.RevocationRequest;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A store that can be down and forget, instances that share it, and one time for all of them, which tests move. */
final class BlocklistWorld implements InstantSource, BlocklistStore {
    static final String ISSUER = "https://id.example";
    static final String SUBJECT = "user-42";

    private Instant now = Instant.parse("2030-01-01T00:00:00.250Z");
    private BlocklistStore store = MemoryBlocklistStore.create(this);
    boolean down;
    boolean restoringFails;
    boolean failingOver;
    int calls;
    int restored;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void elapse(Duration duration) {
        now = now.plus(duration);
    }

    /** An instance that reads when it is pinged. */
    TokenBlocklist instance(WhenStale whenStale) {
        TokenBlocklist blocklist = unread(whenStale);
        blocklist.ping();
        return blocklist;
    }

    TokenBlocklist unread(WhenStale whenStale) {
        return TokenBlocklist.builder(this, whenStale)
                .maxStaleness(Duration.ofSeconds(5))
                .byHand(() -> Duration.between(Instant.EPOCH, instant()).toNanos())
                .build();
    }

    /** All is forgotten, as after a flush. */
    void flush() {
        store = MemoryBlocklistStore.create(this);
    }

    AccessToken.Builder tokenBuilder(String id, Instant issuedAt) {
        return AccessToken.builder(ISSUER, SUBJECT, id, issuedAt, issuedAt.plus(Duration.ofMinutes(10)));
    }

    AccessToken token(String id) {
        return tokenBuilder(id, instant()).build();
    }

    private void call() {
        calls++;
        if (down) {
            throw StoreException.notSent("the store is down", null);
        }
    }

    @Override
    public RevocationReceipt revoke(RevocationRequest request) {
        call();
        if (failingOver) {
            // A replica takes over that has not heard of it: nobody is told, and the past is the same but for this.
            Instant end = instant().plus(request.retention());
            long version = ChronoUnit.MICROS.between(Instant.EPOCH, instant());
            Revocation lost = new Revocation(request.id(), request.id().isCutoff() ? instant() : end);
            return new RevocationReceipt(new RecordedRevocation(lost, version), instant());
        }
        return store.revoke(request);
    }

    @Override
    public FeedPage read(FeedRequest request) {
        call();
        return store.read(request);
    }

    @Override
    public void restore(List<Revocation> lost, Duration retention) {
        call();
        if (restoringFails) {
            throw StoreException.unknown("the answer was lost", null);
        }
        store.restore(lost, retention);
        restored += lost.size();
    }

    @Override
    public RevocationLookup find(List<RevokedId> ids) {
        call();
        return store.find(ids);
    }

    @Override
    public void ping() {
        call();
    }
}
