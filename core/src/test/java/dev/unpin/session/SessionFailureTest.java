package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.session.CommitResult.Status;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that is down, silent or unwilling: told as it is, and never taken for a missing session. */
class SessionFailureTest {
    private final TestStore store = new TestStore();
    private final Sessions sessions = Sessions.builder(store).build();
    private final String cookie = stored();

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedLoadMakesNobodyAnonymous(StoreException failure) {
        Session session = sessions.open(cookie);
        store.fail(failure);

        assertThatThrownBy(session::isNew).isSameAs(failure);

        assertThat(session.tryCommit().status()).isEqualTo(Status.UNCHANGED);
        for (CookieRejection reason : CookieRejection.values()) {
            assertThat(sessions.rejectedCookies(reason)).isZero();
        }
        assertThat(session.get(CART)).as("asked again, it answers").isEqualTo("apple");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedCommitSaysWhatItDid(StoreException failure) {
        Session session = sessions.open(cookie);
        session.set(CART, "pear");
        store.failCommit(failure);

        assertThatThrownBy(session::commit).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e).isSameAs(failure);
            assertThat(e.effect()).isEqualTo(failure.effect());
            assertThat(e.httpStatus()).isEqualTo(503);
            assertThat(e.retryAfter().isPresent()).isEqualTo(e.effect() != Effect.UNKNOWN);
        });
    }

    @Test
    void aCommitThatWasNotSentMayBeRepeated() {
        Session session = sessions.open(cookie);
        session.set(CART, "pear");
        session.signIn("user-42");
        store.failCommit(StoreException.notSent("down", null));
        assertThatThrownBy(session::commit).isInstanceOf(StoreException.class);

        String renewed = cookie(session.commit());

        assertThat(sessions.open(renewed).get(CART)).isEqualTo("pear");
        assertThat(sessions.open(renewed).owner()).contains("user-42");
    }

    @Test
    void aCreationThatWasNotSentMayBeRepeated() {
        Session session = sessions.open(null);
        session.set(CART, "pear");
        store.failCommit(StoreException.notSent("down", null));
        assertThatThrownBy(session::commit).isInstanceOf(StoreException.class);
        assertThat(session.isNew()).isTrue();

        assertThat(sessions.open(cookie(session.commit())).get(CART)).isEqualTo("pear");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedSignOutMayBeRepeated(StoreException failure) {
        Session session = sessions.open(cookie);
        session.signOut();
        store.fail(failure);
        assertThatThrownBy(session::commit).isSameAs(failure);
        assertThat(sessions.open(cookie).isNew()).as("not signed out yet").isFalse();

        assertThat(session.commit().orElseThrow()).contains("Max-Age=0");

        assertThat(sessions.open(cookie).isNew()).isTrue();
    }

    @Test
    void aFailureIsNoCookie() {
        Session session = sessions.open(null);
        session.set(CART, "pear");
        store.failCommit(StoreException.refused("read-only", null));
        assertThatThrownBy(session::commit).isInstanceOf(StoreException.class);
        session.remove(CART);

        assertThat(session.tryCommit().setCookie()).isEmpty();
    }

    private static Stream<StoreException> failures() {
        return Stream.of(
                StoreException.notSent("down", null),
                StoreException.unknown("silent", null),
                StoreException.refused("read-only", null));
    }

    private String stored() {
        try (Session session = sessions.open(null)) {
            session.set(CART, "apple");
            return cookie(session.commit());
        }
    }
}
