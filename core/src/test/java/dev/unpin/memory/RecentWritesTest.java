package dev.unpin.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentWritesTest {
    private final RecentWrites writes = new RecentWrites(3);

    @Test
    void remembersTheLastWritesAndTheirVersions() {
        add(1, 2, 3, 4);

        assertThat(writes.versionOf(-1)).isEmpty();
        assertThat(writes.versionOf(-2)).contains(2L);
        assertThat(writes.versionOf(-4)).contains(4L);
    }

    @Test
    void reachesBackAsFarAsNothingHasBeenForgottenSince() {
        assertThat(writes.reachBackTo(0)).isTrue();
        add(11, 12, 13);
        assertThat(writes.reachBackTo(0)).isTrue();

        add(14);

        assertThat(writes.reachBackTo(10)).isFalse();
        assertThat(writes.reachBackTo(11))
                .as("everything after 11 is remembered")
                .isTrue();
        assertThat(writes.reachBackTo(14)).isTrue();
    }

    private void add(long... versions) {
        for (long version : versions) {
            writes.add(-version, version);
        }
    }
}
