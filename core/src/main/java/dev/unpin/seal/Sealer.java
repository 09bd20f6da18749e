package dev.unpin.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.SecretKey;

/**
 * Seals bytes so that whoever carries them can neither read nor change them, nor use them for another purpose or after
 * their time. Thread-safe. Features of Unpin stand on it; applications use those.
 *
 * <p>The text is {@code v1.<key id>.<base64url>}, of a 12-byte nonce and what AES-256-GCM makes of the expiry and the
 * bytes. Version, key id and purpose are authenticated with it.
 */
public final class Sealer {
    /** How many bytes can be sealed at most. */
    public static final int MAX_BYTES = 4096;

    private static final String FORMAT = "v1";
    private static final byte[] NO_HEAD = {};
    private static final int MAX_TEXT = 6 * 1024;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SealKeys keys;
    private final String purpose;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    private Sealer(SealKeys keys, String purpose, InstantSource clock) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.purpose = Objects.requireNonNull(purpose, "purpose");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes a sealer for one purpose.
     *
     * @param keys the keys of all instances
     * @param purpose what is sealed for another one is refused
     * @param clock tells the time
     * @return a sealer
     */
    public static Sealer create(SealKeys keys, String purpose, InstantSource clock) {
        return new Sealer(keys, purpose, clock);
    }

    /**
     * Seals bytes.
     *
     * @param bytes at most {@link #MAX_BYTES}
     * @param expiry from when on the text is refused
     * @return letters, digits, {@code -}, {@code _} and two dots, different at every call
     * @throws IllegalArgumentException if these are too many bytes
     */
    public String seal(byte[] bytes, Instant expiry) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("at most " + MAX_BYTES + " bytes can be sealed, not " + bytes.length);
        }
        String id = keys.currentId();
        SecretKey key = keys.find(id).orElseThrow();
        ByteBuffer plain = ByteBuffer.allocate(Long.BYTES + bytes.length);
        plain.putLong(expiry.toEpochMilli()).put(bytes);
        byte[] all = AesGcm.seal(key, random, context(id), NO_HEAD, plain.array());
        return FORMAT + "." + id + "." + ENCODER.encodeToString(all);
    }

    /**
     * Opens a text.
     *
     * @param text what {@link #seal} returned in any instance, or anything else
     * @return the bytes that were sealed
     * @throws SealException if the text is not what {@link #seal} returned for this purpose with one of these keys, or
     *     has expired
     */
    public byte[] open(String text) {
        Objects.requireNonNull(text, "text");
        int dot = text.indexOf('.', FORMAT.length() + 1);
        if (text.length() > MAX_TEXT || !text.startsWith(FORMAT + ".") || dot < 0) {
            throw SealException.invalid();
        }
        String id = text.substring(FORMAT.length() + 1, dot);
        SecretKey key = keys.find(id).orElseThrow(SealException::invalid);
        ByteBuffer plain = ByteBuffer.wrap(AesGcm.open(key, context(id), decode(text.substring(dot + 1)), 0));
        if (plain.remaining() < Long.BYTES) {
            throw SealException.invalid();
        }
        if (clock.millis() >= plain.getLong()) {
            throw SealException.expired();
        }
        byte[] bytes = new byte[plain.remaining()];
        plain.get(bytes);
        return bytes;
    }

    private byte[] context(String id) {
        return (FORMAT + "." + id + "." + purpose).getBytes(UTF_8);
    }

    /** One sealed state, one spelling: unused bits at the end must be zero. */
    private static byte[] decode(String base64) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64);
            if (ENCODER.encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw SealException.invalid();
        }
        throw SealException.invalid();
    }

    /** Shows the purpose and the keys' ids. */
    @Override
    public String toString() {
        return "Sealer[" + purpose + ", " + keys + "]";
    }
}
