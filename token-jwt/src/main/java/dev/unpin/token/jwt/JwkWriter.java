package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Writes public keys as JWKs (RFC 7517, 7518, 8037); secrets are never written. */
final class JwkWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JwkWriter() {}

    static String set(Collection<VerificationKey> keys) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("keys");
            for (VerificationKey key : keys) {
                if (key.publicKey().isPresent()) {
                    write(json, key, key.publicKey().get());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** RFC 7638: the SHA-256 of the members that make the key, in lexical order. */
    static String thumbprint(JwtAlgorithm algorithm, PublicKey key) {
        StringBuilder canonical = new StringBuilder("{");
        members(algorithm, key)
                .forEach((name, value) -> canonical
                        .append(canonical.length() > 1 ? "," : "")
                        .append('"')
                        .append(name)
                        .append("\":\"")
                        .append(value)
                        .append('"'));
        byte[] bytes = canonical.append('}').toString().getBytes(UTF_8);
        try {
            return Base64Text.encode(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void write(JsonGenerator json, VerificationKey key, PublicKey publicKey) throws IOException {
        json.writeStartObject();
        json.writeStringField("kid", key.id());
        json.writeStringField("use", "sig");
        json.writeStringField("alg", key.algorithm().joseName());
        for (Map.Entry<String, String> member :
                members(key.algorithm(), publicKey).entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
        }
        json.writeEndObject();
    }

    private static Map<String, String> members(JwtAlgorithm algorithm, PublicKey key) {
        Map<String, String> members = new TreeMap<>();
        if (key instanceof RSAPublicKey rsa) {
            members.put("kty", "RSA");
            members.put("n", unsigned(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8));
            members.put(
                    "e",
                    unsigned(rsa.getPublicExponent(), (rsa.getPublicExponent().bitLength() + 7) / 8));
        } else if (key instanceof ECPublicKey ec) {
            members.put("kty", "EC");
            members.put("crv", curve(algorithm));
            members.put("x", unsigned(ec.getW().getAffineX(), algorithm.size()));
            members.put("y", unsigned(ec.getW().getAffineY(), algorithm.size()));
        } else if (key instanceof EdECPublicKey ed) {
            members.put("kty", "OKP");
            members.put("crv", "Ed25519");
            members.put("x", Base64Text.encode(Ed25519Point.encode(ed.getPoint())));
        } else {
            throw new IllegalArgumentException("no JWK for keys of " + key.getAlgorithm());
        }
        return members;
    }

    static String curve(JwtAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> "P-256";
            case ES384 -> "P-384";
            case ES512 -> "P-521";
            default -> throw new IllegalArgumentException(algorithm + " has no curve");
        };
    }

    private static String unsigned(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[length];
        int significant = Math.min(signed.length, length);
        System.arraycopy(signed, signed.length - significant, bytes, length - significant, significant);
        return Base64Text.encode(bytes);
    }
}
