package dev.unpin.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private static final int PART = 1 << 20;

    /** Ends a test that hangs. */
    private static final long SECONDS = 120;

    private static Blobs blobs(long memory, Duration patience) {
        return Blobs.builder(new DiscardingBlobStore())
                .partBytes(PART)
                .uploadMemory(memory)
                .uploadPatience(patience)
                .build();
    }

    /** Gives so many bytes, of no particular value. */
    private static InputStream zeros(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int given = (int) Math.min(length, left);
                left -= given;
                return given;
            }
        };
    }

    @Test
    void aHundredUploadsShareABudgetForAFewAndAllEnd()
            throws InterruptedException, ExecutionException, TimeoutException {
        Blobs blobs = blobs(4 * PART, Duration.ofSeconds(SECONDS));
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            List<Future<BlobInfo>> uploads = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String key = "k" + i;
                long size = i % 2 == 0 ? 5 * PART + i : 1000 + i;
                uploads.add(threads.submit(() -> blobs.put(key, BlobSource.of(zeros(size)))));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(uploads.get(i).get(SECONDS, TimeUnit.SECONDS).size())
                        .isEqualTo(i % 2 == 0 ? 5 * PART + i : 1000 + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoWaitsTooLongIsRefusedAndWhoNeedsLittleIsNot() throws IOException {
        Blobs blobs = blobs(2 * PART, Duration.ZERO); // one part, and some first chunks
        try (BlobWriter holder = blobs.writer("holder")) {
            holder.write(new byte[70_000]);

            assertThatThrownBy(() -> blobs.put("second", BlobSource.of(zeros(70_000))))
                    .isInstanceOfSatisfying(BlobBusyException.class, e -> {
                        assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
                        assertThat(e.httpStatus()).isEqualTo(503);
                        assertThat(e.retryAfter()).isPresent();
                    });
            blobs.put("small", BlobSource.of(zeros(64 * 1024)));
            blobs.put("in-memory-already", BlobSource.of(new byte[3 * PART]));
        }
        blobs.put("second", BlobSource.of(zeros(70_000)));
    }

    @Test
    void everyEndOfAnUploadGivesItsMemoryBack() {
        Blobs blobs = blobs(2 * PART, Duration.ZERO);
        for (int i = 0; i < 50; i++) {
            blobs.put("ok", BlobSource.of(zeros(2 * PART)));
            assertThatThrownBy(() -> blobs.put("short", BlobSource.of(zeros(PART), 2 * PART)))
                    .isInstanceOf(BlobSourceException.class);
            BlobWriter unfinished = blobs.writer("unfinished");
            unfinished.close();
        }
    }

    @Test
    void whoIsInterruptedWhileWaitingIsRefusedAndStaysInterrupted()
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        Blobs blobs = blobs(2 * PART, Duration.ofSeconds(SECONDS));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (BlobWriter holder = blobs.writer("holder")) {
            holder.write(new byte[70_000]);
            CountDownLatch begun = new CountDownLatch(1);
            Future<Boolean> waiting = threads.submit(() -> {
                try {
                    begun.countDown();
                    blobs.put("second", BlobSource.of(zeros(70_000)));
                    return false;
                } catch (BlobBusyException e) {
                    return Thread.currentThread().isInterrupted();
                }
            });
            begun.await();
            threads.shutdownNow(); // interrupts
            assertThat(waiting.get(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aSmallUploadAllocatesLittleAndALargeOneAPart() throws IOException {
        try (MemoryBudget.Reservation memory = new MemoryBudget(2 * PART, PART, Duration.ZERO).reserve()) {
            PartBuffer buffer = new PartBuffer(PART, memory);
            assertThat(buffer.allocated()).isZero();
            buffer.readFrom(zeros(1), 1);
            assertThat(buffer.allocated()).isEqualTo(64 * 1024);
            InputStream large = zeros(PART);
            while (!buffer.isFull()) {
                buffer.readFrom(large, PART);
            }
            assertThat(buffer.allocated()).isEqualTo(PART);
            assertThat(buffer.bytes().length()).isEqualTo(PART);
            buffer.clear();
            assertThat(buffer.isEmpty()).isTrue();
            assertThat(buffer.allocated()).isEqualTo(PART);
        }
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> blobs(2 * PART - 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blobs(4 * PART, Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Blobs.builder(new DiscardingBlobStore()).partBytes(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
