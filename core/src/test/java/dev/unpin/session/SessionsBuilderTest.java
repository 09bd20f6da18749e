package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.SessionLimits;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SessionsBuilderTest {
    private final TestStore store = new TestStore();

    @Test
    void defaultsAreThoseDocumented() {
        CommitRequest request = commitWith(builder -> {});

        assertThat(request.timeouts().idle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(request.timeouts().absolute()).isEqualTo(Duration.ofHours(12));
        assertThat(request.limits()).isEqualTo(new SessionLimits(64, 256 * 1024));
    }

    @Test
    void settingsReachTheStore() {
        CommitRequest request = commitWith(builder -> builder.idleTimeout(Duration.ofSeconds(1))
                .absoluteTimeout(Duration.ofSeconds(2))
                .maxKeys(3)
                .maxSessionBytes(400));

        assertThat(request.timeouts().idle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(request.timeouts().absolute()).isEqualTo(Duration.ofSeconds(2));
        assertThat(request.limits()).isEqualTo(new SessionLimits(3, 400));
    }

    @Test
    void refusesWhatCannotBe() {
        SessionsBuilder builder = Sessions.builder(store);

        assertRefused(() -> builder.idleTimeout(Duration.ofMillis(999)), "idleTimeout", "PT1S", "PT0.999S");
        assertRefused(() -> builder.absoluteTimeout(Duration.ZERO), "absoluteTimeout", "PT1S", "PT0S");
        assertRefused(() -> builder.renewalGrace(Duration.ofMillis(-1)), "renewalGrace", "PT0S", "PT-0.001S");
        assertRefused(() -> builder.maxValueBytes(0), "maxValueBytes", "1", "0");
        assertRefused(() -> builder.maxSessionBytes(-1), "maxSessionBytes", "1", "-1");
        assertRefused(() -> builder.maxKeys(0), "maxKeys", "1", "0");
        assertRefused(() -> builder.maxCommitAttempts(0), "maxCommitAttempts", "1", "0");
        assertRefused(() -> builder.maxSessionsPerOwner(0), "maxSessionsPerOwner", "1 to 1000", "0");
        assertRefused(() -> builder.expiryLease(Duration.ofMillis(999)), "expiryLease", "PT1S", "PT0.999S");
        assertRefused(() -> builder.expiryLease(Duration.ofHours(2)), "expiryLease", "PT1H", "PT2H");
        assertRefused(() -> builder.maxSessionsPerOwner(1001), "maxSessionsPerOwner", "1 to 1000", "1001");
    }

    @Test
    void refusesAnIdleTimeoutBeyondTheAbsoluteOne() {
        SessionsBuilder builder =
                Sessions.builder(store).idleTimeout(Duration.ofHours(2)).absoluteTimeout(Duration.ofHours(1));

        assertRefused(builder::build, "PT2H", "PT1H");
        assertThatCode(builder.absoluteTimeout(Duration.ofHours(2))::build).doesNotThrowAnyException();
    }

    @Test
    void refusesATimeForEver() {
        for (Duration forEver : new Duration[] {ChronoUnit.FOREVER.getDuration(), Duration.ofDays(400_000)}) {
            assertRefused(() -> Sessions.builder(store).absoluteTimeout(forEver), "absoluteTimeout", "P");
            assertRefused(() -> Sessions.builder(store).idleTimeout(forEver), "idleTimeout", "P");
            assertRefused(() -> Sessions.builder(store).renewalGrace(forEver), "renewalGrace", "P");
        }
        Duration longest = Duration.ofDays(3650);
        commitWith(builder -> builder.idleTimeout(longest).absoluteTimeout(longest));
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without NullAway may do.
    void refusesNullByName() {
        SessionsBuilder builder = Sessions.builder(store);

        assertThatThrownBy(() -> Sessions.builder(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.codecs(null)).hasMessage("codecs");
        assertThatThrownBy(() -> builder.cookie(null)).hasMessage("cookie");
        assertThatThrownBy(() -> builder.listener(null)).hasMessage("listener");
        assertThatThrownBy(() -> builder.expiries(null)).hasMessage("store");
        assertThatThrownBy(() -> builder.owners(null)).hasMessage("index");
        assertThatThrownBy(() -> builder.unreadable(null)).hasMessage("policy");
        assertThatThrownBy(() -> builder.unsafeRandom(null)).hasMessage("random");
        assertThatThrownBy(() -> builder.idleTimeout(null)).hasMessage("idleTimeout");
        assertThatThrownBy(() -> builder.absoluteTimeout(null)).hasMessage("absoluteTimeout");
        assertThatThrownBy(() -> builder.renewalGrace(null)).hasMessage("renewalGrace");
    }

    @Test
    void buildingAsksNothingOfTheStore() {
        Sessions.builder(store).build();

        assertThat(store.calls()).isEmpty();
    }

    @Test
    void aKeyWithoutCodecNamesTheFix() {
        Session session = Sessions.builder(store).build().open(null);

        assertThatThrownBy(() -> session.set(SessionKey.of("cart", String.class), "apple"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("codecs");
    }

    private CommitRequest commitWith(Consumer<SessionsBuilder> settings) {
        SessionsBuilder builder = Sessions.builder(store);
        settings.accept(builder);
        try (Session session = builder.build().open(null)) {
            session.set(CART, "apple");
            session.commit();
        }
        return store.lastCommit();
    }

    private static void assertRefused(ThrowingCallable call, String... named) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(named);
    }
}
