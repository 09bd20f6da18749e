package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * A token's three parts, decoded but not yet read: exactly two dots, and each part in the one spelling that base64url
 * without padding has for its bytes (RFC 7515, section 2). To java-jwt it shows the received characters, for its
 * signature code alone.
 */
final class CompactJwt implements DecodedJWT {
    private final String text;
    private final int firstDot;
    private final int secondDot;
    private final byte[] header;
    private final byte[] payload;
    private final byte[] signature;

    private CompactJwt(String text, int firstDot, int secondDot) {
        this.text = text;
        this.firstDot = firstDot;
        this.secondDot = secondDot;
        this.header = Base64Url.decode(text, 0, firstDot);
        this.payload = Base64Url.decode(text, firstDot + 1, secondDot);
        this.signature = Base64Url.decode(text, secondDot + 1, text.length());
    }

    static CompactJwt parse(String text, int maxLength) {
        if (text.length() > maxLength) {
            throw malformed("it is longer than the " + maxLength + " characters that are read");
        }
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            throw malformed("it has to have three parts with dots between them");
        }
        if (text.indexOf('.', second + 1) >= 0) {
            throw text.chars().filter(c -> c == '.').count() == 4
                    ? new TokenException(TokenRejection.UNSUPPORTED, "encrypted tokens are not read")
                    : malformed("it has to have three parts with dots between them");
        }
        try {
            return new CompactJwt(text, first, second);
        } catch (IllegalArgumentException notCanonical) {
            throw malformed("a part is not base64url, unpadded, in its only spelling");
        }
    }

    byte[] header() {
        return header;
    }

    byte[] payload() {
        return payload;
    }

    byte[] signature() {
        return signature;
    }

    /** What was signed: the received characters of header and payload with the dot between them. */
    byte[] signingInput() {
        return text.substring(0, secondDot).getBytes(ISO_8859_1);
    }

    /** The identity of a token that has no id; other spellings of its signature do not change it. */
    String signingInputDigest() {
        return "sha256:" + Base64Text.encode(VerifiedTokens.sha256(signingInput()));
    }

    @Override
    public String getToken() {
        return text;
    }

    @Override
    public String getHeader() {
        return text.substring(0, firstDot);
    }

    @Override
    public String getPayload() {
        return text.substring(firstDot + 1, secondDot);
    }

    @Override
    public String getSignature() {
        return text.substring(secondDot + 1);
    }

    /** The key is chosen by then, and its scheme has no other. */
    @Override
    public String getKeyId() {
        return "";
    }

    @Override
    public String getAlgorithm() {
        throw notRead();
    }

    @Override
    public String getType() {
        throw notRead();
    }

    @Override
    public String getContentType() {
        throw notRead();
    }

    @Override
    public Claim getHeaderClaim(String name) {
        throw notRead();
    }

    @Override
    public String getIssuer() {
        throw notRead();
    }

    @Override
    public String getSubject() {
        throw notRead();
    }

    @Override
    public List<String> getAudience() {
        throw notRead();
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // the type of the interface
    public Date getExpiresAt() {
        throw notRead();
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // the type of the interface
    public Date getNotBefore() {
        throw notRead();
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // the type of the interface
    public Date getIssuedAt() {
        throw notRead();
    }

    @Override
    public String getId() {
        throw notRead();
    }

    @Override
    public Claim getClaim(String name) {
        throw notRead();
    }

    @Override
    public Map<String, Claim> getClaims() {
        throw notRead();
    }

    @Override
    public String toString() {
        return "CompactJwt[hidden]";
    }

    private static TokenException malformed(String why) {
        return new TokenException(TokenRejection.MALFORMED, "the token is malformed: " + why);
    }

    private static UnsupportedOperationException notRead() {
        return new UnsupportedOperationException("nothing is read from a token before its signature is checked");
    }

    /** RFC 4648, section 5, of which the JDK's decoder lets more than one spelling pass. */
    private static final class Base64Url {
        private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
        private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        private Base64Url() {}

        static byte[] decode(String text, int start, int end) {
            int length = end - start;
            int loose = length % 4;
            if (length == 0 || loose == 1 || text.charAt(end - 1) == '=') {
                throw new IllegalArgumentException("empty, cut off or padded");
            }
            // Two characters hold one byte and four bits to spare, three hold two bytes and two bits: these have to be
            // 0.
            int spare = loose == 2 ? 0b1111 : loose == 3 ? 0b11 : 0;
            if ((ALPHABET.indexOf(text.charAt(end - 1)) & spare) != 0) {
                throw new IllegalArgumentException("a second spelling of the same bytes");
            }
            return DECODER.decode(text.substring(start, end).getBytes(ISO_8859_1));
        }
    }
}
