package dev.unpin.testkit.idempotency;

import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;

/** The store of an instance that dies in the middle of its action: the end of a run never gets there. */
record DyingStore(IdempotencyStore store) implements IdempotencyStore {
    @Override
    public BeginReply begin(BeginRequest request) {
        return store.begin(request);
    }

    @Override
    public ClaimReply renew(Claim claim, Duration lease, Duration retention) {
        return store.renew(claim, lease, retention);
    }

    @Override
    public ClaimReply checkpoint(Claim claim, Checkpoint checkpoint, Duration retention) {
        return store.checkpoint(claim, checkpoint, retention);
    }

    @Override
    public ClaimReply complete(Claim claim, byte[] result, Duration retention) {
        return ClaimReply.ok();
    }

    @Override
    public ClaimReply giveUp(Claim claim, Ending ending) {
        return ClaimReply.ok();
    }

    @Override
    public void ping() {
        store.ping();
    }
}
