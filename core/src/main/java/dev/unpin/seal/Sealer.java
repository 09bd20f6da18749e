package dev.unpin.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

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
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
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
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        ByteBuffer plain = ByteBuffer.allocate(Long.BYTES + bytes.length);
        plain.putLong(expiry.toEpochMilli()).put(bytes);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, id, nonce).doFinal(plain.array());
            byte[] all = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return FORMAT + "." + id + "." + ENCODER.encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do AES-256-GCM", e);
        }
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
        ByteBuffer plain = ByteBuffer.wrap(decrypt(key, id, decode(text.substring(dot + 1))));
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

    private byte[] decrypt(SecretKey key, String id, byte[] all) {
        if (all.length < NONCE_BYTES + TAG_BITS / 8) {
            throw SealException.invalid();
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, id, all).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw SealException.invalid();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do AES-256-GCM", e);
        }
    }

    private Cipher cipher(int mode, SecretKey key, String id, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
        cipher.updateAAD((FORMAT + "." + id + "." + purpose).getBytes(UTF_8));
        return cipher;
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
