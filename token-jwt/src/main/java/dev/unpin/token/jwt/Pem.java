package dev.unpin.token.jwt;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;

/** One key in the text form of RFC 7468. */
final class Pem {
    private Pem() {}

    static PublicKey publicKey(JwtAlgorithm algorithm, String pem) {
        return KeyCodec.publicKey(algorithm, block("PUBLIC KEY", pem));
    }

    static PrivateKey privateKey(JwtAlgorithm algorithm, String pem) {
        return KeyCodec.privateKey(algorithm, block("PRIVATE KEY", pem));
    }

    private static byte[] block(String label, String pem) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        String text = pem.strip();
        if (!text.startsWith(begin)
                || !text.endsWith(end)
                || text.indexOf("-----", begin.length()) != text.length() - end.length()) {
            throw new IllegalArgumentException("the PEM text has to be exactly one block " + label);
        }
        try {
            String body = text.substring(begin.length(), text.length() - end.length());
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            // Without its cause: it shows a part of what may be a private key.
            throw new IllegalArgumentException("the PEM block " + label + " is no base64");
        }
    }
}
