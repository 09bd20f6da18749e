package dev.unpin.token.jwt;

import java.math.BigInteger;
import java.util.Arrays;

/** Of every ECDSA signature (r, s) there is a second spelling, (r, n−s); low-s tells one apart. */
final class EcSignature {
    private EcSignature() {}

    static boolean hasLowS(JwtAlgorithm algorithm, byte[] signature) {
        return s(signature).compareTo(order(algorithm).shiftRight(1)) <= 0;
    }

    static byte[] withLowS(JwtAlgorithm algorithm, byte[] signature) {
        if (hasLowS(algorithm, signature)) {
            return signature;
        }
        byte[] s = order(algorithm).subtract(s(signature)).toByteArray();
        byte[] low = signature.clone();
        int half = low.length / 2;
        Arrays.fill(low, half, low.length, (byte) 0);
        int significant = Math.min(s.length, half);
        System.arraycopy(s, s.length - significant, low, low.length - significant, significant);
        return low;
    }

    private static BigInteger s(byte[] signature) {
        return new BigInteger(1, signature, signature.length / 2, signature.length - signature.length / 2);
    }

    private static BigInteger order(JwtAlgorithm algorithm) {
        return KeyChecks.curve(algorithm).getOrder();
    }
}
