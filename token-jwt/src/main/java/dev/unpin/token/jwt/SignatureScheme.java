package dev.unpin.token.jwt;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureGenerationException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/** One algorithm with one key. Thread-safe. */
abstract class SignatureScheme {
    abstract boolean verifies(CompactJwt token);

    abstract byte[] sign(byte[] signingInput);

    static SignatureScheme of(JwtAlgorithm algorithm, PublicKey publicKey, @Nullable PrivateKey privateKey) {
        return switch (algorithm.family()) {
            case RSA -> new JavaJwt(rsa(algorithm, (RSAPublicKey) publicKey, (RSAPrivateKey) privateKey));
            case EC -> new JavaJwt(ec(algorithm, (ECPublicKey) publicKey, (ECPrivateKey) privateKey));
            case OKP -> new Ed25519(publicKey, privateKey);
            case HMAC -> throw new IllegalArgumentException(algorithm + " needs a secret, not a public key");
        };
    }

    static SignatureScheme of(JwtAlgorithm algorithm, byte[] secret) {
        return new JavaJwt(
                switch (algorithm) {
                    case HS256 -> Algorithm.HMAC256(secret);
                    case HS384 -> Algorithm.HMAC384(secret);
                    case HS512 -> Algorithm.HMAC512(secret);
                    default -> throw new IllegalArgumentException(algorithm + " needs a public key, not a secret");
                });
    }

    private static Algorithm rsa(JwtAlgorithm algorithm, RSAPublicKey publicKey, @Nullable RSAPrivateKey privateKey) {
        return switch (algorithm) {
            case RS256 -> Algorithm.RSA256(publicKey, privateKey);
            case RS384 -> Algorithm.RSA384(publicKey, privateKey);
            case RS512 -> Algorithm.RSA512(publicKey, privateKey);
            case PS256 -> Algorithm.RSA256PSS(publicKey, privateKey);
            case PS384 -> Algorithm.RSA384PSS(publicKey, privateKey);
            case PS512 -> Algorithm.RSA512PSS(publicKey, privateKey);
            default -> throw new IllegalArgumentException(algorithm + " is not of RSA");
        };
    }

    private static Algorithm ec(JwtAlgorithm algorithm, ECPublicKey publicKey, @Nullable ECPrivateKey privateKey) {
        return switch (algorithm) {
            case ES256 -> Algorithm.ECDSA256(publicKey, privateKey);
            case ES384 -> Algorithm.ECDSA384(publicKey, privateKey);
            case ES512 -> Algorithm.ECDSA512(publicKey, privateKey);
            default -> throw new IllegalArgumentException(algorithm + " is not of ECDSA");
        };
    }

    /** The signature code of java-jwt; of what was received it sees nothing but characters of base64url. */
    private static final class JavaJwt extends SignatureScheme {
        private final Algorithm algorithm;

        JavaJwt(Algorithm algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        boolean verifies(CompactJwt token) {
            try {
                algorithm.verify(token);
                return true;
            } catch (SignatureVerificationException e) {
                return false;
            }
        }

        @Override
        byte[] sign(byte[] signingInput) {
            try {
                return algorithm.sign(signingInput);
            } catch (SignatureGenerationException e) {
                throw new IllegalStateException("the private key cannot sign", e);
            }
        }
    }

    /** Which java-jwt does not have, and the JDK does. */
    private static final class Ed25519 extends SignatureScheme {
        private static final int SIGNATURE_BYTES = 64;

        private final PublicKey publicKey;
        private final @Nullable PrivateKey privateKey;

        Ed25519(PublicKey publicKey, @Nullable PrivateKey privateKey) {
            this.publicKey = publicKey;
            this.privateKey = privateKey;
        }

        @Override
        boolean verifies(CompactJwt token) {
            if (token.signature().length != SIGNATURE_BYTES) {
                return false;
            }
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initVerify(publicKey);
                signature.update(token.signingInput());
                return signature.verify(token.signature());
            } catch (SignatureException e) {
                return false;
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("the JDK has no Ed25519, or not for this key", e);
            }
        }

        @Override
        byte[] sign(byte[] signingInput) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(privateKey);
                signature.update(signingInput);
                return signature.sign();
            } catch (NoSuchAlgorithmException | InvalidKeyException | SignatureException e) {
                throw new IllegalStateException("the private key cannot sign", e);
            }
        }
    }
}
