package dev.unpin.session.redis;

import dev.unpin.StoreException;
import dev.unpin.redis.ScriptReply;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.SecretHash;
import dev.unpin.session.spi.SessionRecord;
import dev.unpin.session.spi.SessionSummary;
import dev.unpin.session.spi.StoredField;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts return of a session's hash; the layout is described in {@code commit.lua}. */
final class SessionHash {
    private static final String META = "~";
    private static final String OWNER = "~o";
    private static final byte[] ENDED = {0};
    private static final int SECRETS_AND_GRACE = 1 + 2 * SecretHash.LENGTH + Long.BYTES;

    private SessionHash() {}

    /**
     * Reads a session that was found a moment ago, and may have been signed out or signed in since. What nobody but a
     * stranger in the database can have written is refused.
     */
    static LoadReply read(List<ScriptReply> namesAndValues, SecretHash secret) {
        try {
            return parse(namesAndValues, secret);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw StoreException.refused("a stored session is damaged; remove its key", e);
        }
    }

    private static LoadReply parse(List<ScriptReply> namesAndValues, SecretHash secret) {
        byte[] meta = ENDED;
        @Nullable String owner = null;
        Map<String, StoredField> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            String name = namesAndValues.get(i).text();
            ScriptReply value = namesAndValues.get(i + 1);
            if (name.equals(META)) {
                meta = value.bytes();
            } else if (name.equals(OWNER)) {
                owner = value.text();
            } else if (!name.startsWith(META)) {
                fields.put(name, field(value.bytes()));
            }
        }
        if (Arrays.equals(meta, ENDED)) {
            return LoadReply.of(LoadReply.Status.UNKNOWN);
        }
        if (!secret.equals(SecretHash.ofHash(Arrays.copyOfRange(meta, 1, 1 + SecretHash.LENGTH)))) {
            return LoadReply.of(LoadReply.Status.RENEWED);
        }
        ByteBuffer numbers = ByteBuffer.wrap(meta).position(SECRETS_AND_GRACE);
        Instant created = Instant.ofEpochMilli(numbers.getLong());
        Instant idleDeadline = Instant.ofEpochMilli(numbers.getLong());
        Instant absoluteDeadline = Instant.ofEpochMilli(numbers.getLong());
        return LoadReply.found(
                new SessionRecord(numbers.getLong(), created, idleDeadline, absoluteDeadline, owner, fields));
    }

    static SessionSummary summary(List<ScriptReply> told) {
        String owner = told.get(3).text();
        return new SessionSummary(
                Instant.ofEpochMilli(told.get(0).integer()),
                Instant.ofEpochMilli(told.get(1).integer()),
                Instant.ofEpochMilli(told.get(2).integer()),
                owner.isEmpty() ? null : owner);
    }

    static Map<String, Optional<StoredField>> conflicts(List<ScriptReply> namesAndValues) {
        Map<String, Optional<StoredField>> conflicts = new HashMap<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            byte[] value = namesAndValues.get(i + 1).bytes();
            conflicts.put(
                    namesAndValues.get(i).text(), value.length == 0 ? Optional.empty() : Optional.of(field(value)));
        }
        return conflicts;
    }

    private static StoredField field(byte[] stored) {
        return new StoredField(
                ByteBuffer.wrap(stored).getLong(), Arrays.copyOfRange(stored, Long.BYTES, stored.length));
    }
}
