package dev.unpin.session;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * What a form carries to prove that it was rendered for a session: a MAC under the session's secret, so that it ends
 * with the secret and needs no storing. Each rendering masks it with other random bytes, so that its place in a
 * compressed page tells nothing about it (BREACH). The text is base64url of the mask and the masked MAC.
 */
final class CsrfToken {
    private static final int MAC_BYTES = 32;
    private static final int LENGTH = 86;

    private CsrfToken() {}

    static String render(byte[] mac, RandomGenerator random) {
        byte[] mask = new byte[MAC_BYTES];
        random.nextBytes(mask);
        byte[] token = new byte[2 * MAC_BYTES];
        for (int i = 0; i < MAC_BYTES; i++) {
            token[i] = mask[i];
            token[MAC_BYTES + i] = (byte) (mask[i] ^ mac[i]);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** In a time that does not depend on how much of it is right. */
    static boolean matches(String text, byte[] mac) {
        if (text.length() != LENGTH) {
            return false;
        }
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        if (token.length != 2 * MAC_BYTES) {
            return false;
        }
        byte[] presented = new byte[MAC_BYTES];
        for (int i = 0; i < MAC_BYTES; i++) {
            presented[i] = (byte) (token[i] ^ token[MAC_BYTES + i]);
        }
        return MessageDigest.isEqual(presented, mac);
    }
}
