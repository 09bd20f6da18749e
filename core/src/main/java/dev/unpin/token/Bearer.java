package dev.unpin.token;

import org.jspecify.annotations.Nullable;

/** The {@code Authorization} header of RFC 6750, section 2.1. */
final class Bearer {
    /** No verifier reads longer tokens; servers rarely let longer headers through. */
    static final int MAX_HEADER_LENGTH = TokenVerifier.MAX_TOKEN_LENGTH + 16;

    private static final String SCHEME = "Bearer";

    private Bearer() {}

    static String token(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw missing();
        }
        if (header.length() > MAX_HEADER_LENGTH) {
            throw new TokenException(
                    TokenRejection.MALFORMED, "the Authorization header is longer than " + MAX_HEADER_LENGTH);
        }
        int start = SCHEME.length();
        if (start < header.length() && header.charAt(start) != ' ') {
            throw missing();
        }
        while (start < header.length() && header.charAt(start) == ' ') {
            start++;
        }
        return header.substring(start);
    }

    private static TokenException missing() {
        return new TokenException(
                TokenRejection.MISSING_CREDENTIALS, "the request needs an Authorization header with a bearer token");
    }
}
