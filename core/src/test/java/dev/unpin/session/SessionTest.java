package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.COUNT;
import static dev.unpin.session.TestValues.NUMBER;
import static dev.unpin.session.TestValues.TEXT;
import static dev.unpin.session.TestValues.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.session.CommitResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request's view: values, commits and what they say, signing in and out, closing. */
class SessionTest {
    private final TestStore store = new TestStore();
    private final List<SessionEvent> events = new ArrayList<>();
    private final Sessions sessions =
            Sessions.builder(store).listener(events::add).build();

    @Test
    void readsItsOwnUncommittedWrites() {
        Session session = sessions.open(null);

        session.set(CART, "apple");
        assertThat(session.get(CART)).isEqualTo("apple");
        assertThat(session.update(CART, cart -> cart + ", pear")).isEqualTo("apple, pear");
        assertThat(session.find(CART)).contains("apple, pear");
        session.remove(CART);
        assertThat(session.find(CART)).isEmpty();
    }

    @Test
    void anInitialValueIsReadAndNeverStored() {
        Session session = sessions.open(null);

        assertThat(session.get(COUNT)).isZero();
        assertThat(session.find(COUNT)).isEmpty();
        assertThat(session.tryCommit().status()).isEqualTo(Status.UNCHANGED);
        assertThatThrownBy(() -> session.get(CART))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("cart")
                .hasMessageContaining("find");
        assertThatThrownBy(() -> session.update(CART, cart -> cart)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void keysOfOneNameAndTypeMayDifferInTheirInitialValue() {
        SessionKey<Integer> bare = SessionKey.of("count", NUMBER);
        Session session = sessions.open(null);

        assertThat(session.find(bare)).isEmpty();
        assertThat(session.get(bare.orElse(() -> 5))).isEqualTo(5);
        assertThat(session.update(bare.orElse(() -> 7), n -> n + 1)).isEqualTo(8);
        assertThat(session.get(bare)).isEqualTo(8);
    }

    @Test
    void keysOfOneNameAndDifferentTypesAreToldApart() {
        Session session = sessions.open(null);
        session.set(SessionKey.of("cart", TEXT), "apple");

        assertThatThrownBy(() -> session.find(SessionKey.of("cart", NUMBER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cart")
                .hasMessageContaining("type");
        assertThat(session.get(CART)).isEqualTo("apple");
    }

    @Test
    void everyResultSaysWhichCookieTheAnswerMustCarry() {
        Session session = sessions.open(null);
        session.set(CART, "apple");

        CommitResult first = session.tryCommit();
        CommitResult second = session.tryCommit();
        session.set(CART, "pear");
        CommitResult third = session.tryCommit();

        assertThat(List.of(first.status(), second.status(), third.status()))
                .containsExactly(Status.SAVED, Status.UNCHANGED, Status.SAVED);
        assertThat(first.setCookie()).isPresent();
        assertThat(second.setCookie()).isEqualTo(first.setCookie());
        assertThat(third.setCookie()).isEqualTo(first.setCookie());
        assertThat(session.commit()).isEqualTo(first.setCookie());
    }

    @Test
    void aResumedSessionNeedsNoCookie() {
        Session session = sessions.open(stored());
        session.set(CART, "pear");

        CommitResult result = session.tryCommit();

        assertThat(result.status()).isEqualTo(Status.SAVED);
        assertThat(result.setCookie()).isEmpty();
        assertThat(result.conflicts()).isEmpty();
    }

    @Test
    void whatIsStoredAlreadyIsNotWritten() {
        String cookie = stored();
        int before = store.calls().size();
        Session session = sessions.open(cookie);
        session.set(CART, "apple");
        session.update(CART, cart -> cart);
        session.remove(COUNT);

        assertThat(session.tryCommit().status()).isEqualTo(Status.UNCHANGED);
        assertThat(store.calls().subList(before, store.calls().size())).containsExactly("load");
    }

    @Test
    void aValueThatWasNotWrittenIsUpdatedWithoutAConflict() {
        Session session = sessions.open(stored());
        session.set(CART, "apple");
        session.set(COUNT, 1);
        session.commit();
        int before = store.calls().size();

        session.update(CART, cart -> cart + ", pear");
        session.commit();

        assertThat(store.calls().subList(before, store.calls().size())).containsExactly("commit");
        assertThat(events).noneMatch(SessionEvent.Conflicted.class::isInstance);
    }

    @Test
    void whatWasRemovedMayBeSetAgain() {
        Session session = sessions.open(null);
        session.set(CART, "apple");
        session.set(COUNT, 1);
        String cookie = cookie(session.commit());
        session.remove(CART);
        session.commit();
        assertThat(sessions.open(cookie).find(CART)).isEmpty();

        session.set(CART, "apple");

        assertThat(session.tryCommit().status()).isEqualTo(Status.SAVED);
        assertThat(sessions.open(cookie).get(CART)).isEqualTo("apple");
    }

    @Test
    void valuesThatTheRequestDoesNotUseAreNeitherDecodedNorWritten() {
        String cookie = stored();
        Session session = sessions.open(cookie);
        session.set(COUNT, 1);
        session.commit();

        assertThat(store.lastCommit().changes())
                .extracting(change -> change.name())
                .containsExactly("count");
        assertThat(sessions.open(cookie).get(CART)).isEqualTo("apple");
    }

    @Test
    void signingInTellsTheOwnerAtOnceAndTheStoreAtTheCommit() {
        String cookie = stored();
        Session session = sessions.open(cookie);
        session.signIn("user-42");

        assertThat(session.owner()).contains("user-42");
        assertThat(sessions.open(cookie).owner()).isEmpty();

        CommitResult result = session.tryCommit();

        assertThat(cookie(result.setCookie())).isNotEqualTo(cookie);
        assertThat(session.owner()).contains("user-42");
        assertThat(sessions.open(cookie(result.setCookie())).owner()).contains("user-42");
        assertThat(session.tryCommit().status()).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void afterASignInTheSameViewGoesOnWithTheNewSecret() {
        Session session = sessions.open(stored());
        session.signIn("user-42");
        Optional<String> setCookie = session.commit();

        session.set(CART, "pear");

        assertThat(session.commit()).isEqualTo(setCookie);
        assertThat(sessions.open(cookie(setCookie)).get(CART)).isEqualTo("pear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "\0", "tab\t", "\u0085", "\uD83E", "a\uDD95", "\uDD95\uD83E"})
    void refusesOwnersThatCannotBeKept(String owner) {
        Session session = sessions.open(null);

        assertThatThrownBy(() -> session.signIn(owner))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 256");
        assertThat(session.owner()).isEmpty();
        assertThat(session.tryCommit().status()).isEqualTo(Status.UNCHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\0", "\uD83E"})
    void refusesLabelsThatCannotBeKept(String label) {
        Session session = sessions.open(null);

        assertThatThrownBy(() -> session.signIn("user-42", label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 128");
        assertThatThrownBy(() -> session.signIn("user-42", "x".repeat(129)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(session.owner()).isEmpty();
        session.signIn("user-42", "x".repeat(128));
    }

    @Test
    void ownersHaveALongestLength() {
        sessions.open(null).signIn("x".repeat(256));

        assertThatThrownBy(() -> sessions.open(null).signIn("x".repeat(257)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodySignsInToTheSessionOfAnother() {
        Session session = sessions.open(stored());
        session.signIn("user-42");
        session.commit();

        assertThatThrownBy(() -> session.signIn("user-43"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another owner")
                .hasMessageNotContainingAny("user-42", "user-43");
        session.signIn("user-42");
    }

    @Test
    void signingOutDiscardsChangesAndDeletesTheCookie() {
        String cookie = stored();
        Session session = sessions.open(cookie);
        session.set(CART, "pear");
        session.signOut();

        CommitResult result = session.tryCommit();

        assertThat(result.status()).isEqualTo(Status.ENDED);
        assertThat(result.setCookie().orElseThrow())
                .startsWith("__Host-session=;")
                .contains("Max-Age=0");
        assertThat(session.commit()).isEqualTo(result.setCookie());
        assertThat(store.calls()).containsExactly("commit", "load", "end");
        assertThat(sessions.open(cookie).isNew()).isTrue();
    }

    @Test
    void signingOutOfANewSessionAsksNothingOfTheStore() {
        Session session = sessions.open(null);
        session.set(CART, "apple");
        session.signOut();

        assertThat(session.commit().orElseThrow()).contains("Max-Age=0");
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void afterSigningOutThereIsNoSessionToUse() {
        Session session = sessions.open(stored());
        session.signOut();

        assertUnusable(session, SessionEndedException.class);
        session.commit();
        assertUnusable(session, SessionEndedException.class);
    }

    @Test
    void aSessionEndedElsewhereIsToldAndItsCookieLeftToThoseWhoEndedIt() {
        String cookie = stored();
        Session slow = sessions.open(cookie);
        slow.set(CART, "pear");
        Session fast = sessions.open(cookie);
        fast.signOut();
        fast.commit();

        CommitResult result = slow.tryCommit();

        assertThat(result.status()).isEqualTo(Status.ENDED);
        assertThat(result.setCookie())
                .as("by now the browser may have the cookie of its next session")
                .isEmpty();
        assertThatThrownBy(slow::commit)
                .isInstanceOfSatisfying(
                        SessionEndedException.class,
                        e -> assertThat(e.httpStatus()).isEqualTo(409));
        assertUnusable(slow, SessionEndedException.class);
    }

    @Test
    void aClosedViewCannotBeUsed() {
        String cookie = stored();
        Session session = sessions.open(cookie);
        session.set(CART, "pear");

        session.close();
        session.close();

        assertUnusable(session, IllegalStateException.class);
        assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::tryCommit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(sessions.open(cookie).get(CART)).isEqualTo("apple");
    }

    @Test
    void tellsWhatHappensInOrder() {
        Session session = sessions.open(null);
        session.set(CART, "apple");
        String cookie = cookie(session.commit());
        String id = session.id();
        Session slow = sessions.open(cookie);
        slow.set(CART, "slow");
        session.signIn("user-42");
        cookie = cookie(session.commit());
        assertThatThrownBy(slow::commit).isInstanceOf(SessionRenewedException.class);
        Session late = sessions.open(cookie);
        late.set(CART, "late");
        session.signOut();
        session.commit();
        late.tryCommit();

        assertThat(events)
                .containsExactly(
                        new SessionEvent.Created(id),
                        new SessionEvent.SignedIn(id, "user-42"),
                        new SessionEvent.RenewedMeanwhile(id),
                        new SessionEvent.SignedOut(id),
                        new SessionEvent.EndedMeanwhile(id));
    }

    @Test
    void aListenerThatThrowsHarmsNothing() {
        Sessions loud = Sessions.builder(store)
                .listener(event -> {
                    throw new IllegalStateException("the listener's own trouble");
                })
                .build();
        Session session = loud.open("__Host-session=broken");
        session.set(CART, "apple");
        session.signIn("user-42");

        String cookie = cookie(session.commit());

        Session next = loud.open(cookie);
        assertThat(next.owner()).contains("user-42");
        next.signOut();
        assertThat(next.commit().orElseThrow()).contains("Max-Age=0");
    }

    private static void assertUnusable(Session session, Class<? extends Exception> with) {
        List<Consumer<Session>> uses = List.of(
                Session::id,
                Session::isNew,
                Session::owner,
                s -> s.find(CART),
                s -> s.get(CART),
                s -> s.set(CART, "x"),
                s -> s.remove(CART),
                s -> s.update(CART, cart -> cart),
                s -> s.signIn("user-42"),
                Session::signOut);
        for (Consumer<Session> use : uses) {
            assertThatThrownBy(() -> use.accept(session)).isInstanceOf(with);
        }
    }

    private String stored() {
        try (Session session = sessions.open(null)) {
            session.set(CART, "apple");
            String cookie = cookie(session.commit());
            events.clear();
            return cookie;
        }
    }
}
