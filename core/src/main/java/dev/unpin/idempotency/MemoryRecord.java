package dev.unpin.idempotency;

import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What the memory holds under one key. Immutable. */
record MemoryRecord(
        State state,
        Claim claim,
        BeginReply.Status begunAs,
        Instant leaseEnd,
        Instant end,
        Map<String, Kept> checkpoints,
        BeginReply answer) {
    /** What stands in until there is a result. */
    private static final BeginReply NONE = BeginReply.of(BeginReply.Status.NOTHING);

    enum State {
        RUNNING,
        COMPLETED,
        RELEASED,
        LAPSED
    }

    record Kept(long fence, Checkpoint checkpoint) {
        boolean isAfter(Claim claim, Checkpoint other) {
            return fence > claim.fence() || (fence == claim.fence() && checkpoint.number() >= other.number());
        }
    }

    static MemoryRecord first(BeginRequest request, long fence, Instant now) {
        return new MemoryRecord(
                State.RUNNING,
                request.claim(fence, 1),
                BeginReply.Status.RUN,
                now.plus(request.lease()),
                now.plus(request.retention()),
                Map.of(),
                NONE);
    }

    /** What a store that has lost a record can tell of it from a claim. */
    static MemoryRecord restored(Claim claim, Instant now) {
        return new MemoryRecord(State.RUNNING, claim, BeginReply.Status.RUN, now, now, Map.of(), NONE);
    }

    MemoryRecord next(BeginRequest request, long fence, Instant now) {
        return new MemoryRecord(
                State.RUNNING,
                new Claim(claim.id(), claim.fingerprint(), request.owner(), fence, claim.attempt() + 1),
                state == State.RELEASED ? BeginReply.Status.RUN : BeginReply.Status.TAKEOVER,
                now.plus(request.lease()),
                latest(end, now.plus(request.retention())),
                checkpoints,
                NONE);
    }

    MemoryRecord renewed(Instant newLeaseEnd, Instant newEnd) {
        return new MemoryRecord(
                state, claim, begunAs, latest(leaseEnd, newLeaseEnd), latest(end, newEnd), checkpoints, answer);
    }

    MemoryRecord with(Checkpoint checkpoint) {
        Kept before = checkpoints.get(checkpoint.name());
        if (before != null && before.isAfter(claim, checkpoint)) {
            return this;
        }
        Map<String, Kept> all = new HashMap<>(checkpoints);
        all.put(checkpoint.name(), new Kept(claim.fence(), checkpoint));
        return new MemoryRecord(state, claim, begunAs, leaseEnd, end, Map.copyOf(all), answer);
    }

    MemoryRecord completed(byte[] newResult, Instant now, Duration retention) {
        return new MemoryRecord(
                State.COMPLETED,
                claim,
                begunAs,
                now,
                now.plus(retention),
                Map.of(),
                BeginReply.replay(newResult, retention));
    }

    MemoryRecord ended(State how, Instant now) {
        return new MemoryRecord(how, claim, begunAs, now, end, checkpoints, answer);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(end);
    }

    boolean isLeased(Instant now) {
        return state == State.RUNNING && now.isBefore(leaseEnd);
    }

    boolean isOf(Claim other) {
        return claim.fence() == other.fence() && claim.owner().equals(other.owner());
    }

    BeginReply begun() {
        Map<String, byte[]> values = new HashMap<>();
        checkpoints.forEach((name, kept) -> values.put(name, kept.checkpoint().value()));
        return BeginReply.claimed(begunAs, claim, values);
    }

    BeginReply replay(Instant now) {
        return BeginReply.replay(answer.result(), Duration.between(now, end));
    }

    ClaimReply lost(Instant now) {
        if (state == State.COMPLETED) {
            return ClaimReply.lostTo(answer.result());
        }
        return ClaimReply.lost(isLeased(now) ? Duration.between(now, leaseEnd) : Duration.ZERO);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
