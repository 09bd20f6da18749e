package dev.unpin.session.caffeine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.StoreException;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadReply.Status;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.Renewal;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a copy is served, and above all when it is not. Time stands unless a test moves it. */
class CaffeineSessionStoreTest {
    private static final Duration STALENESS = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final SessionTimeouts TIMEOUTS = new SessionTimeouts(IDLE, Duration.ofHours(12));
    private static final SessionLimits LIMITS = new SessionLimits(64, 256 * 1024);
    private static final SecretHash SECRET = secret("old");
    private static final SecretHash NEW_SECRET = secret("new");
    private static final String ID = "session";

    private final WatchedStore shared = new WatchedStore();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
    private final CaffeineSessionStore here = instance();
    private final CaffeineSessionStore there = instance();
    private long writeId;

    @BeforeEach
    void create() {
        there.commit(CommitRequest.create(ID, SECRET, ++writeId, TIMEOUTS, LIMITS)
                .withChanges(List.of(FieldChange.set("cart", "apple".getBytes(UTF_8)))));
    }

    @Test
    void aReadWithinTheBoundAsksNothing() {
        assertThat(load(here).isCopy()).isFalse();
        for (int i = 0; i < 10; i++) {
            assertThat(cart(here)).isEqualTo("apple");
        }
        assertThat(load(here).isCopy()).isTrue();

        assertThat(shared.loads()).isEqualTo(1);
        assertThat(here.hits()).isEqualTo(11);
        assertThat(here.misses()).isEqualTo(1);
    }

    @Test
    void aWriteHereIsSeenHereAtOnce() {
        assertThat(cart(here)).isEqualTo("apple");
        save(here, "pear");
        assertThat(cart(here)).isEqualTo("pear");
    }

    @Test
    void aWriteElsewhereIsSeenAtTheBoundAndNotLater() {
        cart(here);
        save(there, "pear");

        age(STALENESS.minusNanos(1));
        assertThat(cart(here)).isEqualTo("apple");
        age(Duration.ofNanos(1));
        assertThat(cart(here)).isEqualTo("pear");
    }

    @Test
    void theBoundCountsFromBeforeTheStoreIsAsked() {
        shared.afterNextLoad(() -> {
            save(there, "pear");
            age(STALENESS);
        });
        assertThat(cart(here)).as("as it was when it was read").isEqualTo("apple");

        assertThat(cart(here)).isEqualTo("pear");
    }

    @Test
    void aSignOutElsewhereIsSeenAtTheBound() {
        cart(here);
        there.end(ID, SECRET);

        age(STALENESS);

        assertThat(load(here).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void aSignOutHereIsSeenHereAtOnce() {
        cart(here);
        assertThat(here.end(ID, SECRET)).isEqualTo(EndReply.ENDED);
        assertThat(load(here).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void aSignOutByTheOwnerHereIsSeenHereAtOnce() {
        here.commit(update().withOwner("user-42"));
        cart(here);
        assertThat(here.endOwned(ID, "user-42")).isTrue();
        assertThat(load(here).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void aCopyServesNobodyWithAnotherSecret() {
        cart(here);

        assertThat(load(here, secret("guess")).status()).isEqualTo(Status.FORGED);
        assertThat(load(here).isCopy()).as("a guess costs the owner nothing").isTrue();
    }

    @Test
    void aSecretReplacedElsewhereOpensNothingAfterTheBound() {
        cart(here);
        renew(there);

        assertThat(load(here, NEW_SECRET).status())
                .as("the login works at once")
                .isEqualTo(Status.FOUND);
        assertThat(load(here, SECRET).status()).as("and shuts the old one out").isEqualTo(Status.RENEWED);

        assertThat(load(here, NEW_SECRET).status()).isEqualTo(Status.FOUND);
        age(STALENESS);
        assertThat(load(here, SECRET).status()).isEqualTo(Status.RENEWED);
    }

    @Test
    void whoKnowsTheOldSecretNeverSeesWhatTheLoginHasWritten() {
        cart(here);
        renew(there);

        LoadReply stale = load(here, SECRET);
        assertThat(stale.session().owner()).isNull();
        age(STALENESS);
        assertThat(load(here, SECRET).status()).isEqualTo(Status.RENEWED);
    }

    @Test
    void aSecretReplacedHereOpensNothingFromThenOn() {
        cart(here);
        renew(here);

        assertThat(load(here, SECRET).status()).isEqualTo(Status.RENEWED);
    }

    @Test
    void aReadWhoseTouchIsDueGoesToTheStore() {
        cart(here);
        shared.clock.advance(TOUCH.minusMillis(1));
        assertThat(load(here).isCopy()).isTrue();
        shared.clock.advance(Duration.ofMillis(1));

        LoadReply touched = load(here);

        assertThat(touched.isCopy()).isFalse();
        assertThat(touched.session().idleDeadline())
                .isEqualTo(shared.clock.instant().plus(IDLE));
        assertThat(load(here).isCopy()).isTrue();
    }

    @Test
    void noCopyIsServedPastADeadline() {
        cart(here);
        shared.clock.advance(IDLE);

        LoadRequest withoutTouch = new LoadRequest(ID, SECRET, IDLE, Duration.ofDays(1));
        assertThat(here.load(withoutTouch).status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void aLoadThatBeganBeforeAWriteDoesNotLeaveItsOlderCopy() {
        shared.afterNextLoad(() -> save(here, "pear"));
        assertThat(cart(here)).isEqualTo("apple");

        assertThat(cart(here)).isEqualTo("pear");
    }

    @Test
    void aLoadThatBeganBeforeASignOutDoesNotLeaveItsOlderCopy() {
        shared.afterNextLoad(() -> here.end(ID, SECRET));
        assertThat(cart(here)).isEqualTo("apple");

        assertThat(load(here).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void aLoadThatBeganBeforeAnEndWasSeenDoesNotBringTheSessionBack() {
        shared.afterNextLoad(() -> {
            there.end(ID, SECRET);
            assertThat(load(here).status()).isEqualTo(Status.UNKNOWN);
        });
        assertThat(cart(here)).isEqualTo("apple");

        assertThat(load(here).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void aLoadThatWasOvertakenDoesNotReplaceTheNewerCopy() {
        shared.afterNextLoad(() -> {
            save(there, "pear");
            assertThat(cart(here)).isEqualTo("pear");
        });
        assertThat(cart(here)).isEqualTo("apple");

        assertThat(cart(here)).isEqualTo("pear");
        assertThat(shared.loads()).isEqualTo(2);
    }

    @Test
    void aWriteWithAnUnknownOutcomeLeavesNoCopy() {
        cart(here);
        shared.afterNextCommit(() -> {
            throw StoreException.unknown("the answer was lost", null);
        });
        assertThatThrownBy(() -> save(here, "pear")).isInstanceOf(StoreException.class);

        assertThat(cart(here)).isEqualTo("pear");
    }

    @Test
    void nothingIsServedWithoutStaleness() {
        SessionStore strict =
                CaffeineSessionStore.builder(shared, Duration.ZERO).build();
        cart(strict);
        cart(strict);

        assertThat(shared.loads()).isEqualTo(2);
    }

    @Test
    void copiesTakeNoMoreMemoryThanAllowed() {
        SessionCopies copies = new SessionCopies(STALENESS, 1_000_000, shared.clock, nanos::get);
        byte[] large = new byte[10_000];
        for (int i = 0; i < 1000; i++) {
            String id = "session-" + i;
            shared.commit(CommitRequest.create(id, SECRET, ++writeId, TIMEOUTS, LIMITS)
                    .withChanges(List.of(FieldChange.set("large", large))));
            LoadRequest request = new LoadRequest(id, SECRET, IDLE, TOUCH);
            copies.put(request, shared.load(request).session(), copies.ticket(id));
        }
        assertThat(copies.weight()).isBetween(500_000L, 1_000_000L);

        age(STALENESS.plusMillis(1));
        assertThat(copies.weight()).as("nothing is kept beyond the bound").isZero();
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> CaffeineSessionStore.builder(shared, Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("maxStaleness", "PT1M", "PT1M1S");
        assertThatThrownBy(() -> CaffeineSessionStore.builder(shared, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CaffeineSessionStore.builder(shared, STALENESS).maxBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxBytes");
    }

    private CaffeineSessionStore instance() {
        return CaffeineSessionStore.builder(shared, STALENESS)
                .clock(shared.clock)
                .nanoTime(nanos::get)
                .build();
    }

    private static SecretHash secret(String text) {
        return SecretHash.ofSecret(text.getBytes(UTF_8));
    }

    private void age(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    private static LoadReply load(SessionStore store) {
        return load(store, SECRET);
    }

    private static LoadReply load(SessionStore store, SecretHash secret) {
        return store.load(new LoadRequest(ID, secret, IDLE, TOUCH));
    }

    private static String cart(SessionStore store) {
        return new String(
                Objects.requireNonNull(load(store).session().fields().get("cart"))
                        .bytes(),
                UTF_8);
    }

    private CommitRequest update() {
        return CommitRequest.update(ID, SECRET, ++writeId, Long.MAX_VALUE, TIMEOUTS, LIMITS);
    }

    private void save(SessionStore store, String cart) {
        CommitReply reply = store.commit(update().withChanges(List.of(FieldChange.set("cart", cart.getBytes(UTF_8)))));
        assertThat(reply.status()).isEqualTo(CommitReply.Status.SAVED);
    }

    private void renew(SessionStore store) {
        CommitReply reply =
                store.commit(update().withOwner("user-42").withRenewal(new Renewal(NEW_SECRET, Duration.ofMinutes(1))));
        assertThat(reply.status()).isEqualTo(CommitReply.Status.SAVED);
    }
}
