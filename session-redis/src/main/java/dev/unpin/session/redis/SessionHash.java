package dev.unpin.session.redis;

import dev.unpin.StoreException;
import dev.unpin.redis.ScriptReply;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.LoadReply;
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

/** Reads a session's hash, and what the scripts return of it; the layout is described in {@code session.lua}. */
final class SessionHash {
    private static final String META = "~";
    private static final String OWNER = "~o";
    private static final byte[] ENDED = {0};
    private static final byte FORMAT = 1;
    private static final int LENGTH = 1 + 2 * SecretHash.LENGTH + 5 * Long.BYTES + 2 * Integer.BYTES;

    /** The largest number that scripts, too, hold exactly. */
    private static final long EXACT = (1L << 53) - 1;

    private SessionHash() {}

    /**
     * Reads and judges a session. What nobody but a stranger in the database can have written is refused, and so is
     * what a later release has.
     *
     * @param stored names and values in turn
     */
    static LoadReply read(String id, ScriptReply stored, SecretHash secret, Instant now) {
        try {
            if (stored.isNull()) {
                throw new IllegalArgumentException("no hash");
            }
            return parse(id, stored.list(), secret, now);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw damaged(id, e);
        }
    }

    static StoreException damaged(String id, @Nullable Throwable cause) {
        return StoreException.refused("session " + id + " is stored damaged; remove its key", cause);
    }

    static StoreException laterFormat(String id) {
        return StoreException.refused("session " + id + " was stored by a later release than this one", null);
    }

    private static LoadReply parse(String id, List<ScriptReply> namesAndValues, SecretHash secret, Instant now) {
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
        ByteBuffer layout = ByteBuffer.wrap(meta);
        if (layout.get() != FORMAT) {
            throw laterFormat(id);
        }
        if (meta.length != LENGTH) {
            throw new IllegalArgumentException("a layout of " + meta.length + " bytes");
        }
        SecretHash current = secret(layout);
        SecretHash replaced = secret(layout);
        Instant replacedUntil = Instant.ofEpochMilli(layout.getLong());
        Instant created = Instant.ofEpochMilli(layout.getLong());
        Instant idleDeadline = Instant.ofEpochMilli(exact(layout));
        Instant absoluteDeadline = Instant.ofEpochMilli(exact(layout));
        long version = exact(layout);
        if (idleDeadline.isAfter(absoluteDeadline)) {
            throw new IllegalArgumentException("deadlines out of order");
        }
        if (!now.isBefore(idleDeadline)) {
            return LoadReply.of(LoadReply.Status.EXPIRED);
        }
        if (!current.equals(secret)) {
            boolean renewed = replaced.equals(secret) && now.isBefore(replacedUntil);
            return LoadReply.of(renewed ? LoadReply.Status.RENEWED : LoadReply.Status.FORGED);
        }
        return LoadReply.found(new SessionRecord(version, created, idleDeadline, absoluteDeadline, owner, fields));
    }

    private static long exact(ByteBuffer layout) {
        long number = layout.getLong();
        if (number < 0 || number > EXACT) {
            throw new IllegalArgumentException("a number beyond 2^53");
        }
        return number;
    }

    private static SecretHash secret(ByteBuffer layout) {
        byte[] hash = new byte[SecretHash.LENGTH];
        layout.get(hash);
        return SecretHash.ofHash(hash);
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
