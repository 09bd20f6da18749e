package dev.unpin.seal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM under a random 96-bit nonce, which goes before the ciphertext and its 128-bit tag. */
final class AesGcm {
    /** How much longer bytes become. */
    static final int OVERHEAD = 12 + 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private AesGcm() {}

    /** Returns {@code head}, which is the caller's and not authenticated by itself, and what it seals behind it. */
    static byte[] seal(SecretKey key, SecureRandom random, byte[] context, byte[] head, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] all = Arrays.copyOf(head, head.length + OVERHEAD + plain.length);
        System.arraycopy(nonce, 0, all, head.length, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, context, nonce, 0)
                    .doFinal(plain, 0, plain.length, all, head.length + NONCE_BYTES);
            return all;
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    /** Opens what lies from {@code offset} on. */
    static byte[] open(SecretKey key, byte[] context, byte[] all, int offset) {
        if (all.length - offset < OVERHEAD) {
            throw SealException.invalid();
        }
        int start = offset + NONCE_BYTES;
        try {
            return cipher(Cipher.DECRYPT_MODE, key, context, all, offset).doFinal(all, start, all.length - start);
        } catch (AEADBadTagException e) {
            throw SealException.invalid();
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] context, byte[] nonceIn, int at)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonceIn, at, NONCE_BYTES));
        cipher.updateAAD(context);
        return cipher;
    }

    private static IllegalStateException impossible(GeneralSecurityException e) {
        return new IllegalStateException("this JDK cannot do AES-256-GCM", e);
    }
}
