package dev.unpin.token.jwt;

import dev.unpin.seal.SealKeys;
import dev.unpin.seal.Sealer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ring as it is stored: a line {@code v1}, and one sealed line per key. Every line is sealed for the version of the
 * ring and its place in it: keys can be neither read, added, dropped, reordered nor brought back by who can only write
 * to the store, unless he brings back a whole earlier ring.
 */
final class RingCodec {
    private static final String FORMAT = "v1";
    /** A ring has no end. */
    private static final Instant NEVER = Instant.ofEpochSecond(253_402_300_799L);

    private final SealKeys sealKeys;
    private final String ringName;

    RingCodec(SealKeys sealKeys, String ringName) {
        this.sealKeys = sealKeys;
        this.ringName = ringName;
    }

    String encode(Ring ring, long version) {
        StringBuilder text = new StringBuilder(FORMAT);
        int count = ring.entries().size();
        for (int i = 0; i < count; i++) {
            text.append('\n')
                    .append(sealer(version, i, count).seal(write(ring.entries().get(i)), NEVER));
        }
        return text.toString();
    }

    Ring decode(String content, long version) {
        if (content.isEmpty()) {
            return Ring.EMPTY;
        }
        List<String> lines = content.lines().toList();
        if (!lines.get(0).equals(FORMAT)) {
            throw new IllegalStateException("the stored key ring is of a format that this release does not know");
        }
        int count = lines.size() - 1;
        List<Ring.Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(read(sealer(version, i, count).open(lines.get(i + 1))));
        }
        return new Ring(entries);
    }

    private Sealer sealer(long version, int place, int count) {
        return Sealer.create(
                sealKeys,
                "key-ring/" + ringName + "/" + version + "/" + place + "/" + count,
                InstantSource.fixed(Instant.EPOCH));
    }

    private static byte[] write(Ring.Entry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(entry.key().id());
            out.writeUTF(entry.key().algorithm().name());
            out.writeLong(entry.signsFrom().toEpochMilli());
            writeBytes(out, entry.key().publicKey().map(PublicKey::getEncoded).orElseThrow());
            writeBytes(
                    out,
                    Optional.ofNullable(entry.signingKey())
                            .flatMap(SigningKey::privateKey)
                            .map(PrivateKey::getEncoded)
                            .orElseGet(() -> new byte[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Ring.Entry read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String id = in.readUTF();
            JwtAlgorithm algorithm = JwtAlgorithm.valueOf(in.readUTF());
            Instant signsFrom = Instant.ofEpochMilli(in.readLong());
            PublicKey publicKey = KeyCodec.publicKey(algorithm, in.readNBytes(in.readInt()));
            byte[] privateKey = in.readNBytes(in.readInt());
            return privateKey.length == 0
                    ? new Ring.Entry(VerificationKey.of(id, algorithm, publicKey), null, signsFrom)
                    : Ring.Entry.of(
                            SigningKey.of(
                                    id, algorithm, new KeyPair(publicKey, KeyCodec.privateKey(algorithm, privateKey))),
                            signsFrom);
        } catch (IOException e) {
            throw new IllegalStateException("the stored key ring is cut off", e);
        }
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
