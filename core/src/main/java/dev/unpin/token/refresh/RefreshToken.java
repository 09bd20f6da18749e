package dev.unpin.token.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.seal.KeyedMac;
import dev.unpin.seal.SealKeys;
import dev.unpin.seal.SecretHash;
import dev.unpin.token.spi.RotateRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client holds: {@code r1.<key id>.<base64url>}, of its owner's tag, its family, its generation, its secret and
 * a code over all that. The code tells what this service has issued from everything else, without asking anybody.
 *
 * <p>The first secret of a family is random. Every later one is made of the one before it and a key: whoever brings a
 * token gets the same successor, at any instance, though nobody keeps it; neither the store, which knows hashes, nor
 * the keys alone are enough to make one.
 */
final class RefreshToken {
    static final int ID_BYTES = 16;
    static final int SECRET_BYTES = 32;

    private static final int ID_CHARS = 22;
    private static final String FORMAT = "r1";
    private static final int BODY_BYTES = ID_BYTES + ID_BYTES + Integer.BYTES + SECRET_BYTES;
    private static final int TOKEN_CHARS = (BODY_BYTES + KeyedMac.LENGTH) * 4 / 3 + 1;
    private static final int MAX_LENGTH = FORMAT.length() + 1 + 32 + 1 + TOKEN_CHARS;
    /** Keeps these hashes apart from those that the store has. */
    private static final byte[] SUCCESSOR = "refresh-token-successor".getBytes(UTF_8);

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final String keyId;
    private final byte[] owner;
    private final byte[] family;
    private final long generation;
    private final byte[] secret;

    private RefreshToken(String keyId, byte[] owner, byte[] family, long generation, byte[] secret) {
        this.keyId = keyId;
        this.owner = owner;
        this.family = family;
        this.generation = generation;
        this.secret = secret;
    }

    /** Makes and recognises tokens with the keys of all instances. */
    static final class Mint {
        private final KeyedMac codes;

        Mint(SealKeys keys) {
            codes = KeyedMac.create(keys, "refresh-token");
        }

        RefreshToken first(byte[] owner, byte[] family, byte[] secret) {
            return new RefreshToken(codes.currentKeyId(), owner, family, 0, secret);
        }

        /** The next token has the newest key, and a secret that follows from that of the one before it alone. */
        RefreshToken successor(RefreshToken token) {
            RefreshToken next = new RefreshToken(
                    codes.currentKeyId(), token.owner, token.family, token.generation + 1, token.secret);
            byte[] body = next.body();
            byte[] seed = ByteBuffer.allocate(SUCCESSOR.length + body.length)
                    .put(SUCCESSOR)
                    .put(body)
                    .array();
            return new RefreshToken(
                    next.keyId,
                    next.owner,
                    next.family,
                    next.generation,
                    SecretHash.ofSecret(seed).bytes());
        }

        String write(RefreshToken token) {
            byte[] body = token.body();
            byte[] code = code(token.keyId, body).orElseThrow();
            byte[] all = ByteBuffer.allocate(body.length + code.length)
                    .put(body)
                    .put(code)
                    .array();
            return FORMAT + "." + token.keyId + "." + ENCODER.encodeToString(all);
        }

        /** Reads what a client sent; empty unless it is exactly what {@link #write} would give with one of the keys. */
        Optional<RefreshToken> read(String text) {
            int dot = text.length() - TOKEN_CHARS - 1;
            if (text.length() > MAX_LENGTH
                    || dot <= FORMAT.length()
                    || !text.startsWith(FORMAT + ".")
                    || text.charAt(dot) != '.') {
                return Optional.empty();
            }
            String keyId = text.substring(FORMAT.length() + 1, dot);
            try {
                String base64 = text.substring(dot + 1);
                byte[] all = Base64.getUrlDecoder().decode(base64);
                // One token, one spelling: unused bits at the end must be zero.
                return ENCODER.encodeToString(all).equals(base64) ? check(keyId, all) : Optional.empty();
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }

        private Optional<RefreshToken> check(String keyId, byte[] all) {
            ByteBuffer buffer = ByteBuffer.wrap(all);
            RefreshToken token = new RefreshToken(
                    keyId,
                    take(buffer, ID_BYTES),
                    take(buffer, ID_BYTES),
                    Integer.toUnsignedLong(buffer.getInt()),
                    take(buffer, SECRET_BYTES));
            byte[] claimed = take(buffer, KeyedMac.LENGTH);
            boolean genuine = code(keyId, token.body())
                    .map(code -> MessageDigest.isEqual(code, claimed))
                    .orElse(false);
            return genuine && token.generation <= RotateRequest.MAX_GENERATION ? Optional.of(token) : Optional.empty();
        }

        private Optional<byte[]> code(String keyId, byte[] body) {
            byte[] head = (FORMAT + "." + keyId + ".").getBytes(UTF_8);
            return codes.of(
                    keyId,
                    ByteBuffer.allocate(head.length + body.length)
                            .put(head)
                            .put(body)
                            .array());
        }

        private static byte[] take(ByteBuffer buffer, int length) {
            byte[] bytes = new byte[length];
            buffer.get(bytes);
            return bytes;
        }

        /** Shows no key. */
        @Override
        public String toString() {
            return codes.toString();
        }
    }

    /** The owner as stores see it: who somebody is does not belong in the names of keys. */
    static byte[] ownerTag(String owner) {
        return Arrays.copyOf(SecretHash.ofSecret(owner.getBytes(UTF_8)).bytes(), ID_BYTES);
    }

    static String text(byte[] id) {
        return ENCODER.encodeToString(id);
    }

    /** Whether a text could be the id of a family. */
    static boolean isId(String text) {
        try {
            return text.length() == ID_CHARS
                    && text(Base64.getUrlDecoder().decode(text)).equals(text);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    String owner() {
        return text(owner);
    }

    String family() {
        return text(family);
    }

    long generation() {
        return generation;
    }

    SecretHash secretHash() {
        return SecretHash.ofSecret(secret);
    }

    private byte[] body() {
        return ByteBuffer.allocate(BODY_BYTES)
                .put(owner)
                .put(family)
                .putInt((int) generation)
                .put(secret)
                .array();
    }

    @Override
    public String toString() {
        return "RefreshToken[" + family() + ", generation " + generation + "]";
    }
}
