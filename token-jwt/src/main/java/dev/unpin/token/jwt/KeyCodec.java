package dev.unpin.token.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Keys by the JDK: made, and read from their standard encodings. */
final class KeyCodec {
    private static final int RSA_BITS = 2048;

    private KeyCodec() {}

    static KeyPair generate(JwtAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.jcaName());
            switch (algorithm.family()) {
                case RSA -> generator.initialize(RSA_BITS);
                case EC -> generator.initialize(KeyChecks.curve(algorithm));
                case OKP, HMAC -> {}
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("there are no key pairs for " + algorithm, e);
        }
    }

    static PublicKey publicKey(JwtAlgorithm algorithm, byte[] x509) {
        return publicKey(algorithm, new X509EncodedKeySpec(x509));
    }

    static PublicKey publicKey(JwtAlgorithm algorithm, KeySpec spec) {
        try {
            return factory(algorithm).generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this is no public key for " + algorithm, e);
        }
    }

    static PrivateKey privateKey(JwtAlgorithm algorithm, byte[] pkcs8) {
        try {
            return factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            // Without its cause: it may show what it could not read.
            throw new IllegalArgumentException("this is no private key for " + algorithm);
        }
    }

    private static KeyFactory factory(JwtAlgorithm algorithm) throws GeneralSecurityException {
        if (algorithm.family() == JwtAlgorithm.Family.HMAC) {
            throw new IllegalArgumentException(algorithm + " needs a secret, not a key pair");
        }
        return KeyFactory.getInstance(algorithm.jcaName());
    }
}
