package dev.unpin.token.refresh;

import dev.unpin.seal.SecretHash;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.RefreshTokenStore;
import dev.unpin.token.spi.RotateReply;
import dev.unpin.token.spi.RotateRequest;
import dev.unpin.token.spi.StoredFamily;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** One family of a {@link MemoryRefreshTokenStore}; guarded by its owner's monitor. */
final class MemoryFamily {
    private enum State {
        LIVE,
        REVOKED,
        REVOKED_FOR_REUSE
    }

    private final String id;
    private final String details;
    private final Instant openedAt;
    private final Instant absoluteDeadline;
    /** When the tokens before the newest were replaced, newest first. */
    private final Deque<Instant> replacedAt = new ArrayDeque<>();

    private State state = State.LIVE;
    private SecretHash token;
    private long generation;
    private long lastCall;
    private Instant usedAt;
    private Instant deadline;

    MemoryFamily(OpenFamilyRequest request, Instant now) {
        id = request.family();
        details = request.details();
        token = request.token();
        openedAt = now;
        usedAt = now;
        absoluteDeadline = now.plus(request.absoluteTimeout());
        deadline = earlier(now.plus(request.idleTimeout()), absoluteDeadline);
    }

    RotateReply.Status rotate(RotateRequest request, Instant now) {
        boolean reused = isReused(request, now);
        if (state != State.LIVE) {
            return state == State.REVOKED_FOR_REUSE && reused ? RotateReply.Status.REUSED : RotateReply.Status.REVOKED;
        }
        if (isOver(now)) {
            return RotateReply.Status.EXPIRED;
        }
        if (request.generation() >= generation) {
            return rotateNewest(request, now);
        }
        if (request.generation() == generation - 1 && !request.successor().equals(token)) {
            return RotateReply.Status.UNKNOWN;
        }
        if (reused) {
            end(State.REVOKED_FOR_REUSE, now);
            return RotateReply.Status.REUSED;
        }
        return request.generation() == generation - 1 && request.callId() == lastCall
                ? RotateReply.Status.ROTATED
                : RotateReply.Status.REPLAYED;
    }

    void revoke(Instant now) {
        end(State.REVOKED, now);
    }

    boolean isLive(Instant now) {
        return state == State.LIVE && !isOver(now);
    }

    boolean isRevoked() {
        return state != State.LIVE;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(deadline);
    }

    Instant usedAt() {
        return usedAt;
    }

    Instant deadline() {
        return deadline;
    }

    StoredFamily stored() {
        return new StoredFamily(id, generation, openedAt, usedAt, deadline, absoluteDeadline, details);
    }

    private RotateReply.Status rotateNewest(RotateRequest request, Instant now) {
        if (request.generation() == generation && !request.presented().equals(token)) {
            return RotateReply.Status.UNKNOWN;
        }
        if (request.generation() > generation) {
            replacedAt.clear();
        }
        replacedAt.addFirst(now);
        if (replacedAt.size() > RefreshTokenStore.RECENT) {
            replacedAt.removeLast();
        }
        generation = request.generation() + 1;
        token = request.successor();
        lastCall = request.callId();
        usedAt = now;
        Instant next = earlier(now.plus(request.idleTimeout()), absoluteDeadline);
        deadline = next.isAfter(deadline) ? next : deadline;
        return RotateReply.Status.ROTATED;
    }

    private boolean isReused(RotateRequest request, Instant now) {
        long age = generation - request.generation();
        if (age <= 0) {
            return false;
        }
        if (age > replacedAt.size()) {
            return true;
        }
        Iterator<Instant> newestFirst = replacedAt.iterator();
        Instant replaced = newestFirst.next();
        for (long i = 1; i < age; i++) {
            replaced = newestFirst.next();
        }
        return !now.isBefore(replaced.plus(request.grace()));
    }

    private void end(State how, Instant now) {
        state = how;
        deadline = now.plus(StoredFamily.REVOKED_KNOWN_FOR);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
