package dev.unpin.benchmarks.blob;

import dev.unpin.benchmarks.paired.Comparison;
import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.benchmarks.paired.PairedRun;
import dev.unpin.benchmarks.paired.Table;
import dev.unpin.blob.BlobReader;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.s3.S3BlobStore;
import dev.unpin.blob.s3.S3Profile;
import dev.unpin.s3.embedded.EmbeddedS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Puts and gets of three sizes, as many requests on both sides. */
public final class BlobBenchmark {
    private static final int KIBI = 1 << 10;
    private static final int MEBI = 1 << 20;
    private static final int LARGE_IN_MEBI = 256;
    private static final int PART = 8 * MEBI;
    private static final byte[] CONTENT = content();

    private BlobBenchmark() {}

    /**
     * Runs.
     *
     * @param rounds how many slices each contender has
     * @param sliceMillis how long a slice takes, or one operation if that is longer
     * @param seed for the order of the slices
     */
    public static void run(int rounds, long sliceMillis, long seed) {
        Table.head("the bare SDK");
        try (EmbeddedS3 server = EmbeddedS3.startOwn();
                BareS3 bare = new BareS3(server);
                S3BlobStore store = S3BlobStore.builder(server.bucket())
                        .endpoint(server.endpoint())
                        .region(server.region())
                        .credentials(server.accessKeyId(), server.secretAccessKey())
                        .profile(S3Profile.AWS)
                        .build()) {
            Blobs blobs = Blobs.builder(store).partBytes(PART).build();
            PairedRun one = new PairedRun(1, rounds, TimeUnit.MILLISECONDS.toNanos(sliceMillis), seed);
            for (int size : List.of(KIBI, MEBI)) {
                Table.rows(put(bare, blobs, size), one);
                Table.rows(get(bare, blobs, size), one);
            }
            Table.rows(putLarge(bare, blobs), one);
            Table.rows(getLarge(bare, blobs), one);
        }
    }

    private static Comparison put(BareS3 bare, Blobs blobs, int size) {
        byte[] bytes = Arrays.copyOf(CONTENT, size);
        return new Comparison(
                "put " + size / KIBI + " KiB",
                new Contender("raw", thread -> () -> bare.put("raw", bytes)),
                List.of(new Contender("Unpin", thread -> () -> blobs.put("unpin", BlobSource.of(bytes)))));
    }

    private static Comparison get(BareS3 bare, Blobs blobs, int size) {
        bare.putWithChecksum("both", Arrays.copyOf(CONTENT, size));
        return reading("get " + size / KIBI + " KiB", bare, blobs, "both");
    }

    private static Comparison putLarge(BareS3 bare, Blobs blobs) {
        return new Comparison(
                "put " + LARGE_IN_MEBI + " MiB, in parts of 8 MiB",
                new Contender("raw", thread -> () -> bare.putInParts("raw", large(), PART)),
                List.of(new Contender("Unpin", thread -> () -> blobs.put("unpin", BlobSource.of(large())))));
    }

    /** Of what {@link #putLarge} left behind. S3Proxy keeps no checksum of parts, so neither checks one. */
    private static Comparison getLarge(BareS3 bare, Blobs blobs) {
        return reading("get " + LARGE_IN_MEBI + " MiB", bare, blobs, "unpin");
    }

    /** Both read the same blob, so that the server has the same work. */
    private static Comparison reading(String name, BareS3 bare, Blobs blobs, String key) {
        return new Comparison(
                name,
                new Contender("raw", thread -> () -> bare.get(key)),
                List.of(new Contender("Unpin", thread -> () -> read(blobs, key))));
    }

    private static void read(Blobs blobs, String key) throws IOException {
        try (BlobReader reader = blobs.open(key)) {
            reader.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static InputStream large() {
        return new SequenceInputStream(Collections.enumeration(Collections.nCopies(LARGE_IN_MEBI, CONTENT).stream()
                .map(ByteArrayInputStream::new)
                .toList()));
    }

    /** Nothing that a compressor on the way could make less of. */
    private static byte[] content() {
        byte[] bytes = new byte[MEBI];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
