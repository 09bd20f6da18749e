package dev.unpin.token.jwt;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What a key has to be before anything signed by it is believed. All refusals are {@link IllegalArgumentException}. */
final class KeyChecks {
    private static final int MIN_RSA_BITS = 2048;
    /** Beyond, one verification costs a millisecond and more. */
    private static final int MAX_RSA_BITS = 8192;

    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);
    private static final int MAX_EXPONENT_BITS = 64;
    private static final int[] SMALL_PRIMES = {
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167
    };
    private static final Map<JwtAlgorithm, ECParameterSpec> CURVES = curves();

    private KeyChecks() {}

    static void checkSecret(JwtAlgorithm algorithm, byte[] secret) {
        if (algorithm.family() != JwtAlgorithm.Family.HMAC) {
            throw new IllegalArgumentException(algorithm + " needs a key pair, not a secret");
        }
        if (secret.length < algorithm.size()) {
            throw new IllegalArgumentException(
                    "a secret for " + algorithm + " has at least " + algorithm.size() + " bytes, not " + secret.length);
        }
    }

    static void checkPublicKey(JwtAlgorithm algorithm, PublicKey key) {
        switch (algorithm.family()) {
            case RSA -> checkRsa(typed(algorithm, key, RSAPublicKey.class));
            case EC -> checkPoint(algorithm, typed(algorithm, key, ECPublicKey.class));
            case OKP -> checkEd25519(typed(algorithm, key, EdECPublicKey.class));
            case HMAC -> throw new IllegalArgumentException(algorithm + " needs a secret, not a public key");
        }
    }

    static ECParameterSpec curve(JwtAlgorithm algorithm) {
        return Objects.requireNonNull(CURVES.get(algorithm), "curve");
    }

    private static <K extends PublicKey> K typed(JwtAlgorithm algorithm, PublicKey key, Class<K> type) {
        if (!type.isInstance(key)) {
            throw new IllegalArgumentException(
                    algorithm + " needs a key of " + algorithm.jcaName() + ", not of " + key.getAlgorithm());
        }
        return type.cast(key);
    }

    private static void checkRsa(RSAPublicKey key) {
        BigInteger modulus = key.getModulus();
        BigInteger exponent = key.getPublicExponent();
        if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
            throw new IllegalArgumentException(
                    "an RSA key has " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, not " + modulus.bitLength());
        }
        if (exponent.compareTo(MIN_EXPONENT) < 0 || exponent.bitLength() > MAX_EXPONENT_BITS || !exponent.testBit(0)) {
            throw new IllegalArgumentException(
                    "the exponent of an RSA key is odd, at least 65537, and has at most 64 bits");
        }
        if (!modulus.testBit(0) || hasSmallFactor(modulus)) {
            throw new IllegalArgumentException("the modulus of the RSA key has a small factor");
        }
        if (isOfRoca(modulus)) {
            throw new IllegalArgumentException(
                    "the RSA key is of the kind that can be factored (ROCA, CVE-2017-15361)");
        }
    }

    private static boolean hasSmallFactor(BigInteger modulus) {
        for (int prime : SMALL_PRIMES) {
            if (residue(modulus, prime) == 0) {
                return true;
            }
        }
        return false;
    }

    /** The flawed generator's moduli are powers of 65537 modulo every small prime; of others one in 2^27 is. */
    private static boolean isOfRoca(BigInteger modulus) {
        for (int prime : SMALL_PRIMES) {
            if (!isPowerOf65537(residue(modulus, prime), prime)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPowerOf65537(int residue, int prime) {
        int power = 1;
        do {
            if (power == residue) {
                return true;
            }
            power = power * (65_537 % prime) % prime;
        } while (power != 1);
        return false;
    }

    private static int residue(BigInteger modulus, int prime) {
        return modulus.mod(BigInteger.valueOf(prime)).intValue();
    }

    private static void checkPoint(JwtAlgorithm algorithm, ECPublicKey key) {
        ECParameterSpec expected = curve(algorithm);
        ECParameterSpec given = key.getParams();
        boolean same = given.getCurve().equals(expected.getCurve())
                && given.getGenerator().equals(expected.getGenerator())
                && given.getOrder().equals(expected.getOrder())
                && given.getCofactor() == expected.getCofactor();
        if (!same) {
            throw new IllegalArgumentException(algorithm + " needs a key on its own curve");
        }
        if (!isOn(expected.getCurve(), key.getW())) {
            throw new IllegalArgumentException("the public key is no point of its curve");
        }
    }

    private static boolean isOn(EllipticCurve curve, ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
        return y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    private static void checkEd25519(EdECPublicKey key) {
        if (!key.getParams().getName().equals("Ed25519")) {
            throw new IllegalArgumentException(
                    "only Ed25519 is supported, not " + key.getParams().getName());
        }
    }

    private static Map<JwtAlgorithm, ECParameterSpec> curves() {
        Map<JwtAlgorithm, ECParameterSpec> curves = new EnumMap<>(JwtAlgorithm.class);
        curves.put(JwtAlgorithm.ES256, named("secp256r1"));
        curves.put(JwtAlgorithm.ES384, named("secp384r1"));
        curves.put(JwtAlgorithm.ES512, named("secp521r1"));
        return curves;
    }

    private static ECParameterSpec named(String curve) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(curve));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has the curve " + curve, e);
        }
    }
}
