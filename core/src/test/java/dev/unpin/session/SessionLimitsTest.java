package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.TEXT;
import static dev.unpin.session.TestValues.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.LimitExceededException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Limits as users meet them: typed, exact, and leaving the request able to go on. */
class SessionLimitsTest {
    private final TestStore store = new TestStore();

    @Test
    void aValueMayBeExactlyAsLargeAsTheLimit() {
        Session session = Sessions.builder(store).maxValueBytes(10).build().open(null);
        session.set(CART, "x".repeat(10));
        session.commit();

        session.set(CART, "x".repeat(11));
        assertExceeded(session::commit, "maxValueBytes", 10);
        assertThat(store.calls()).as("refused before it is sent").containsExactly("commit");
    }

    @Test
    void theValueLimitCountsBytes() {
        Session session = Sessions.builder(store).maxValueBytes(3).build().open(null);
        session.set(CART, "äö");

        assertExceeded(session::commit, "maxValueBytes", 3);
    }

    @Test
    void theSessionLimitCountsNamesFormatsAndValues() {
        // cart, one byte for the format, the value
        Sessions sessions = Sessions.builder(store).maxSessionBytes(4 + 1 + 10).build();
        Session session = sessions.open(null);
        session.set(CART, "x".repeat(10));
        String cookie = cookie(session.commit());

        session.set(CART, "x".repeat(11));
        assertExceeded(session::commit, "maxSessionBytes", 15);
        assertThat(sessions.open(cookie).get(CART)).hasSize(10);
    }

    @Test
    void aSessionMayHoldExactlySoManyValues() {
        Sessions sessions = Sessions.builder(store).maxKeys(2).build();
        Session session = sessions.open(null);
        session.set(SessionKey.of("a", TEXT), "1");
        session.set(SessionKey.of("b", TEXT), "1");
        String cookie = cookie(session.commit());

        session.set(SessionKey.of("c", TEXT), "1");
        assertExceeded(session::commit, "maxKeys", 2);
        session.remove(SessionKey.of("a", TEXT));
        session.commit();

        assertThat(sessions.open(cookie).find(SessionKey.of("a", TEXT))).isEmpty();
        assertThat(sessions.open(cookie).get(SessionKey.of("c", TEXT))).isEqualTo("1");
    }

    @Test
    void aRefusedCreationLeavesTheSessionNew() {
        Session session = Sessions.builder(store).maxKeys(1).build().open(null);
        session.set(SessionKey.of("a", TEXT), "1");
        session.set(SessionKey.of("b", TEXT), "1");
        assertExceeded(session::commit, "maxKeys", 1);
        assertThat(session.isNew()).isTrue();

        session.remove(SessionKey.of("b", TEXT));

        assertThat(session.commit()).isPresent();
    }

    private static void assertExceeded(ThrowingCallable commit, String limit, long allowed) {
        assertThatThrownBy(commit)
                .isInstanceOfSatisfying(LimitExceededException.class, e -> {
                    assertThat(e.limit()).isEqualTo(limit);
                    assertThat(e.allowed()).isEqualTo(allowed);
                    assertThat(e.effect()).isEqualTo(Effect.REFUSED);
                    assertThat(e.httpStatus()).isEqualTo(413);
                })
                .hasMessageContaining(Long.toString(allowed));
    }
}
