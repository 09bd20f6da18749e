package dev.unpin.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instance of the stateless service says while its store is down: the price of keeping the state elsewhere. */
class OutageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void withoutItsStoreAnInstanceLivesIsNotReadyAndSaysWhenToComeAgain(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (Site site = Site.open(Mode.A, folder, 0)) {
            Site.Member instance = site.start(1, "v1").get(0);
            assertThat(instance.answer("/readyz")).isEqualTo("200");

            site.storeDown();

            assertThat(instance.answer("/readyz")).startsWith("503");
            assertThat(instance.answer("/livez")).isEqualTo("200");
            assertThat(instance.answer("/price")).startsWith("503 with Retry-After: ");

            site.storeUp();

            await().atMost(PATIENCE).until(() -> instance.answer("/readyz").equals("200"));
            assertThat(instance.answer("/price")).isEqualTo("200");
        }
    }
}
