package dev.unpin.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.StoreException;
import dev.unpin.memory.RecentWrites;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.Renewal;
import dev.unpin.session.spi.SessionRecord;
import dev.unpin.session.spi.SessionSummary;
import dev.unpin.session.spi.StoredField;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One session of a {@link MemorySessionStore}; its monitor makes every call one step. */
final class MemorySession {
    /** As many recent writes as every store must recognise. */
    private static final int RECENT_WRITES = 32;

    private static final Duration LATEST_ARRIVAL = Duration.ofMinutes(1);

    private final Instant created;
    private final Instant absoluteDeadline;
    private final RecentWrites recentWrites = new RecentWrites(RECENT_WRITES);
    private Instant idleDeadline;
    private SecretHash secret;
    private @Nullable SecretHash replacedSecret;
    private Instant replacedSecretKnownUntil = Instant.MIN;
    private @Nullable String owner;
    private long version;
    private Map<String, StoredField> fields = Map.of();
    private @Nullable Instant endedAt;

    MemorySession(CommitRequest creation, Instant now) {
        created = now;
        absoluteDeadline = now.plus(creation.timeouts().absolute());
        idleDeadline = now;
        secret = creation.secret();
    }

    synchronized LoadReply load(LoadRequest request, Instant now) {
        if (endedAt != null) {
            return LoadReply.of(LoadReply.Status.UNKNOWN);
        }
        if (isOver(now)) {
            return LoadReply.of(LoadReply.Status.EXPIRED);
        }
        if (!secret.equals(request.secret())) {
            return LoadReply.of(
                    isJustReplaced(request.secret(), now) ? LoadReply.Status.RENEWED : LoadReply.Status.FORGED);
        }
        Instant touched = deadlineAfter(request.idleTimeout(), now);
        if (!touched.isBefore(idleDeadline.plus(request.touchInterval()))) {
            idleDeadline = touched;
        }
        return LoadReply.found(new SessionRecord(version, created, idleDeadline, absoluteDeadline, owner, fields));
    }

    synchronized CommitReply commit(CommitRequest request, Instant now) {
        boolean first = version == 0;
        if (endedAt != null || (!first && isOver(now))) {
            return CommitReply.of(CommitReply.Status.ENDED);
        }
        Optional<Long> repeated = recentWrites.versionOf(request.writeId());
        if (repeated.isPresent()) {
            return CommitReply.saved(repeated.get());
        }
        if (!recentWrites.reachBackTo(request.baseVersion())) {
            return CommitReply.stale(version);
        }
        if (!secret.equals(request.secret())) {
            return CommitReply.of(CommitReply.Status.RENEWED);
        }
        Map<String, Optional<StoredField>> conflicts = conflicts(request);
        if (!conflicts.isEmpty()) {
            return CommitReply.conflict(version, conflicts);
        }
        long next = Math.max(version + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
        Map<String, StoredField> result = apply(request, next);
        if (result.size() > request.limits().maxKeys()) {
            return CommitReply.of(CommitReply.Status.TOO_MANY_KEYS);
        }
        if (bytesOf(result) > request.limits().maxSessionBytes()) {
            return CommitReply.of(CommitReply.Status.TOO_LARGE);
        }
        store(request, result, next, now);
        return CommitReply.saved(next);
    }

    /** What the creation of a session answers when the session is there already. */
    synchronized CommitReply repeatedCreation(CommitRequest request) {
        if (endedAt != null) {
            return CommitReply.of(CommitReply.Status.ENDED);
        }
        return recentWrites
                .versionOf(request.writeId())
                .map(CommitReply::saved)
                .orElseThrow(() -> StoreException.refused("there is a session " + request.id() + " already", null));
    }

    synchronized EndReply end(SecretHash presented, Instant now) {
        if (!isOver(now) && !secret.equals(presented)) {
            return isJustReplaced(presented, now) ? EndReply.RENEWED : EndReply.FORGED;
        }
        end(now);
        return EndReply.ENDED;
    }

    synchronized boolean endOwned(String presumedOwner, Instant now) {
        if (!isOver(now) && !presumedOwner.equals(owner)) {
            return false;
        }
        end(now);
        return true;
    }

    synchronized Optional<SessionSummary> describe(Instant now) {
        return isOver(now)
                ? Optional.empty()
                : Optional.of(new SessionSummary(created, idleDeadline, absoluteDeadline, owner));
    }

    synchronized boolean isOver(Instant now) {
        return endedAt != null || !now.isBefore(idleDeadline) || !now.isBefore(absoluteDeadline);
    }

    /** Whether nothing need be known of this session any more; an ended one is kept to recognise a late creation. */
    synchronized boolean isForgettable(Instant now) {
        return endedAt != null ? !now.isBefore(endedAt.plus(LATEST_ARRIVAL)) : isOver(now);
    }

    private void end(Instant now) {
        endedAt = endedAt == null ? now : endedAt;
        fields = Map.of();
        owner = null;
    }

    private Map<String, Optional<StoredField>> conflicts(CommitRequest request) {
        Map<String, Optional<StoredField>> conflicts = new HashMap<>();
        for (FieldChange change : request.changes()) {
            StoredField field = fields.get(change.name());
            long actual = field == null ? FieldChange.ABSENT : field.version();
            if (change.isConditional() && change.expectedVersion() != actual) {
                conflicts.put(change.name(), Optional.ofNullable(field));
            }
        }
        return conflicts;
    }

    private Map<String, StoredField> apply(CommitRequest request, long next) {
        Map<String, StoredField> result = new LinkedHashMap<>(fields);
        for (FieldChange change : request.changes()) {
            byte[] value = change.value();
            if (value == null) {
                result.remove(change.name());
            } else {
                result.put(change.name(), new StoredField(next, value));
            }
        }
        return result;
    }

    private void store(CommitRequest request, Map<String, StoredField> result, long next, Instant now) {
        fields = Map.copyOf(result);
        version = next;
        recentWrites.add(request.writeId(), next);
        if (request.owner() != null) {
            owner = request.owner();
        }
        Renewal renewal = request.renewal();
        if (renewal != null) {
            replacedSecret = secret;
            replacedSecretKnownUntil = now.plus(renewal.grace());
            secret = renewal.secret();
        }
        Instant touched = deadlineAfter(request.timeouts().idle(), now);
        idleDeadline = touched.isAfter(idleDeadline) ? touched : idleDeadline;
    }

    private boolean isJustReplaced(SecretHash presented, Instant now) {
        return presented.equals(replacedSecret) && now.isBefore(replacedSecretKnownUntil);
    }

    private Instant deadlineAfter(Duration idleTimeout, Instant now) {
        Instant deadline = now.plus(idleTimeout);
        return deadline.isBefore(absoluteDeadline) ? deadline : absoluteDeadline;
    }

    private static long bytesOf(Map<String, StoredField> fields) {
        long bytes = 0;
        for (Map.Entry<String, StoredField> field : fields.entrySet()) {
            bytes += field.getKey().getBytes(UTF_8).length + field.getValue().bytes().length;
        }
        return bytes;
    }
}
