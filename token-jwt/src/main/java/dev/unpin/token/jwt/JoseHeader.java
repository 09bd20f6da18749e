package dev.unpin.token.jwt;

import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a token's header says (RFC 7515, section 4), read strictly; nothing of it is proven yet. */
record JoseHeader(String algorithm, String keyId, @Nullable String type) {
    private static final int MAX_MEMBERS = 16;
    private static final int MAX_KEY_ID_LENGTH = 256;

    /**
     * Keys that a token brings along are nobody's; {@code crit}, {@code b64} and {@code zip} ask for what we do not do,
     * {@code cty} and {@code enc} for a token inside.
     */
    private static final Set<String> NOT_SUPPORTED =
            Set.of("crit", "b64", "zip", "enc", "cty", "jwk", "jku", "x5u", "x5c");

    static JoseHeader read(byte[] json) {
        Map<String, @Nullable Object> members;
        try {
            members = StrictJson.object(json);
        } catch (StrictJson.MalformedException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        if (members.size() > MAX_MEMBERS) {
            throw malformed("it has more than " + MAX_MEMBERS + " members");
        }
        for (String name : NOT_SUPPORTED) {
            if (members.containsKey(name)) {
                throw new TokenException(
                        TokenRejection.UNSUPPORTED, "the token's header has the member " + name + ", which is refused");
            }
        }
        String keyId = required(members, "kid");
        if (keyId.length() > MAX_KEY_ID_LENGTH) {
            throw malformed("kid is longer than " + MAX_KEY_ID_LENGTH);
        }
        String algorithm = required(members, "alg");
        // Before anybody looks for the key: what no key is for must not cause a search.
        if (Arrays.stream(JwtAlgorithm.values()).noneMatch(known -> known.isNamed(algorithm))) {
            throw new TokenException(TokenRejection.UNSUPPORTED, "the token's algorithm is none that is verified here");
        }
        return new JoseHeader(algorithm, keyId, optional(members, "typ"));
    }

    private static String required(Map<String, @Nullable Object> members, String name) {
        String value = optional(members, name);
        if (value == null || value.isEmpty()) {
            throw malformed("it has no " + name);
        }
        return value;
    }

    private static @Nullable String optional(Map<String, @Nullable Object> members, String name) {
        Object value = members.get(name);
        if (value instanceof String text) {
            return text;
        }
        if (value != null || members.containsKey(name)) {
            throw malformed(name + " is no string");
        }
        return null;
    }

    private static TokenException malformed(String why) {
        return new TokenException(TokenRejection.MALFORMED, "the token's header is malformed: " + why);
    }

    @Override
    public String toString() {
        return "JoseHeader[hidden]";
    }
}
