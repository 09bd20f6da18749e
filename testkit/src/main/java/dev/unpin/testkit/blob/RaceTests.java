package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.bytes;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.Condition;
import dev.unpin.PreconditionFailedException;
import dev.unpin.Version;
import dev.unpin.blob.BlobConflictException;
import dev.unpin.blob.BlobIntegrityException;
import dev.unpin.blob.BlobReader;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.testkit.race.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many instances at the same blob at the same time. */
interface RaceTests extends BlobTests {
    private static int times(int normal) {
        return "faults".equals(System.getProperty("unpin.load")) ? normal * 10 : normal;
    }

    private List<Blobs> instances(int count) {
        return IntStream.range(0, count).mapToObj(i -> blobs()).toList();
    }

    @Test
    default void ofManyCreatorsExactlyOneWins() {
        List<Blobs> instances = instances(16);
        for (int round = 0; round < times(20); round++) {
            String key = "race-" + round;
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < instances.size(); i++) {
                Blobs blobs = instances.get(i);
                String name = "writer-" + i;
                calls.add(() -> wins(() -> blobs.put(key, source(name), o -> o.ifAbsent())));
            }

            List<Boolean> won = Parallel.run(calls);

            assertEquals(1, won.stream().filter(w -> w).count(), "winners of round " + round);
            assertEquals("writer-" + won.indexOf(true), text(blobs(), key));
        }
    }

    @Test
    default void ofManyWritersOfOneVersionExactlyOneWins() {
        List<Blobs> instances = instances(8);
        Version version = blobs().put("k", source("start")).version();
        for (int round = 0; round < times(10); round++) {
            Version known = version;
            int thisRound = round;
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < instances.size(); i++) {
                Blobs blobs = instances.get(i);
                String name = thisRound + "-" + i;
                calls.add(() -> wins(() -> blobs.put("k", source(name), o -> o.condition(Condition.ifVersion(known)))));
            }

            List<Boolean> won = Parallel.run(calls);

            assertEquals(1, won.stream().filter(w -> w).count(), "winners of round " + round);
            assertEquals(round + "-" + won.indexOf(true), text(blobs(), "k"));
            version = blobs().get("k").version();
        }
    }

    @Test
    default void updatesOfManyInstancesAllCount() {
        int each = times(10);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (Blobs blobs : instances(8)) {
            calls.add(() -> {
                for (int i = 0; i < each; i++) {
                    increment(blobs);
                }
                return each;
            });
        }

        Parallel.run(calls);

        assertEquals(String.valueOf(8 * each), text(blobs(), "counter"));
    }

    @Test
    default void ofManyRemoversOfOneVersionExactlyOneWins() {
        for (int round = 0; round < times(5); round++) {
            Version version = blobs().put("k", source("round-" + round)).version();
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (Blobs blobs : instances(8)) {
                calls.add(() -> blobs.removeIf("k", version));
            }

            List<Boolean> removed = Parallel.run(calls);

            assertEquals(1, removed.stream().filter(r -> r).count(), "winners of round " + round);
        }
    }

    @Test
    default void readersAndWritersNeverSeeTwoBlobsMixed() {
        int size = partBytes() + 1000;
        byte[][] contents = {bytes(size, 1), bytes(size, 2), bytes(size, 3), bytes(size, 4)};
        blobs().put("k", BlobSource.of(contents[0]), o -> o.fileName("0"));
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < contents.length; i++) {
            byte[] own = contents[i];
            String name = String.valueOf(i);
            Blobs blobs = blobs();
            calls.add(() -> {
                for (int round = 0; round < times(4); round++) {
                    blobs.put("k", BlobSource.of(own), o -> o.fileName(name));
                }
                return 0;
            });
            calls.add(() -> {
                for (int round = 0; round < times(8); round++) {
                    assertIsOneOf(contents, blobs);
                }
                return 0;
            });
        }

        Parallel.run(calls);

        assertIsOneOf(contents, blobs());
        assertNoUploadIsPending();
    }

    /** Bytes and head have to belong together too. */
    private static Void assertIsOneOf(byte[][] contents, Blobs blobs) {
        try (BlobReader reader = blobs.open("k")) {
            byte[] read = reader.readAllBytes();
            int index = Integer.parseInt(reader.info().attributes().fileName().orElseThrow());
            assertArrayEquals(contents[index], read);
            return null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void aReaderThatBeganBeforeAnOverwriteReadsTheOldBytesOrFails() throws IOException {
        byte[] old = bytes(partBytes() + 1000, 1);
        Blobs blobs = blobs();
        blobs.put("k", BlobSource.of(old));
        try (BlobReader reader = blobs.open("k")) {
            byte[] begin = reader.readNBytes(100);
            blobs.put("k", BlobSource.of(bytes(partBytes() + 1000, 2)));

            byte[] all = new byte[old.length];
            System.arraycopy(begin, 0, all, 0, 100);
            try {
                assertEquals(old.length - 100, reader.readNBytes(all, 100, old.length - 100));
            } catch (BlobIntegrityException told) {
                return;
            }
            assertArrayEquals(old, all);
        }
    }

    private static boolean wins(Runnable write) {
        try {
            write.run();
            return true;
        } catch (PreconditionFailedException | BlobConflictException lost) {
            return false;
        }
    }

    /** Under many writers an update may tire; then it changed nothing. */
    private static void increment(Blobs blobs) {
        while (true) {
            try {
                blobs.update(
                        "counter",
                        "0".getBytes(UTF_8),
                        old -> String.valueOf(Integer.parseInt(new String(old, UTF_8)) + 1)
                                .getBytes(UTF_8));
                return;
            } catch (BlobConflictException again) {
                Thread.onSpinWait();
            }
        }
    }
}
