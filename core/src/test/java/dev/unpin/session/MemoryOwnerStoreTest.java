package dev.unpin.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is particular to memory: it is bounded, and nothing is thrown out to make room. The rest is the contract's. */
class MemoryOwnerStoreTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final MemoryOwnerStore index = MemoryOwnerStore.create(now::get);

    @Test
    void atItsCapacityANewOwnerIsRefusedUntilOthersHaveEnded() {
        for (int i = 0; i < MemoryOwnerStore.MAX_OWNERS; i++) {
            add("owner " + i);
        }

        assertThatThrownBy(() -> add("one more")).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e).hasMessageContaining("100000").hasMessageContaining("shared index");
        });
        assertThat(index.list("owner 0").live()).hasSize(1);

        now.updateAndGet(before -> before.plus(Duration.ofHours(12)));
        add("one more");
        assertThat(index.list("one more").live()).hasSize(1);
        assertThat(index.list("owner 0").live()).isEmpty();
    }

    private void add(String owner) {
        index.add(owner, "s", "", Duration.ofHours(12));
    }
}
