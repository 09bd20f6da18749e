package dev.unpin.token.jwt;

import java.math.BigInteger;
import java.security.spec.EdECPoint;

/** A point as RFC 8032, section 5.1.2 writes it: y in 255 bits, least byte first, and in the last one the sign of x. */
final class Ed25519Point {
    private static final int LENGTH = 32;

    private Ed25519Point() {}

    static byte[] encode(EdECPoint point) {
        byte[] bigEndian = point.getY().toByteArray();
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < Math.min(LENGTH, bigEndian.length); i++) {
            bytes[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (point.isXOdd()) {
            bytes[LENGTH - 1] |= (byte) 0x80;
        }
        return bytes;
    }

    static EdECPoint decode(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a key of Ed25519 has " + LENGTH + " bytes, not " + bytes.length);
        }
        byte[] bigEndian = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bigEndian[i] = bytes[LENGTH - 1 - i];
        }
        boolean xOdd = bigEndian[0] < 0;
        bigEndian[0] &= 0x7f;
        return new EdECPoint(xOdd, new BigInteger(1, bigEndian));
    }
}
