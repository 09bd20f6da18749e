package dev.unpin.token.jwt;

import java.util.Base64;

/** Base64url without padding: the spelling of RFC 7515. */
final class Base64Text {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Text() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
