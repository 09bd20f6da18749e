package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.blob.spi.BlobBytes;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.PutRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that takes requests and says nothing. */
@Timeout(60)
class S3SilenceTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final ScriptedS3 silent = new ScriptedS3(exchange -> {
        asked.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    });

    private static final PutRequest PUT = new PutRequest(
            "k", new BlobHead(null, null, null, Map.of()), BlobBytes.of("x".getBytes(UTF_8)), Condition.any());

    @AfterEach
    void end() {
        over.countDown();
        silent.close();
    }

    private static Effect effectOf(Runnable call) {
        try {
            call.run();
        } catch (StoreException e) {
            return e.effect();
        }
        throw new AssertionError("answered");
    }

    @Test
    void everyCallEndsByItsDeadline() {
        try (S3BlobStore store = silent.store()
                .callTimeout(Duration.ofMillis(500))
                .longCallTimeout(Duration.ofMillis(700))
                .build()) {
            assertThat(effectOf(() -> store.put(PUT))).isEqualTo(Effect.UNKNOWN);
            assertThat(effectOf(() -> store.stat("k"))).isEqualTo(Effect.NOT_SENT);
            assertThat(effectOf(store::ping)).isEqualTo(Effect.NOT_SENT);
        }
    }

    @Test
    void anInterruptedWriteIsUnknownAndTheInterruptKept() throws InterruptedException {
        try (S3BlobStore store = silent.store().build()) {
            AtomicBoolean kept = new AtomicBoolean();
            Effect[] effect = new Effect[1];
            Thread writer = new Thread(() -> {
                effect[0] = effectOf(() -> store.put(PUT));
                kept.set(Thread.currentThread().isInterrupted());
            });
            writer.start();
            asked.await();
            writer.interrupt();
            writer.join();

            assertThat(effect[0]).isEqualTo(Effect.UNKNOWN);
            assertThat(kept).isTrue();
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> S3BlobStore.builder(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> silent.store().callTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> silent.store().longCallTimeout(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> silent.store().maxConnections(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> silent.store().endpoint(URI.create("minio:9000")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
