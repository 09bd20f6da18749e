package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.COUNT;
import static dev.unpin.session.TestValues.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.StoreException;
import dev.unpin.http.SessionCookie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening a session: from which cookie, at what cost, and what is made of a bad one. */
class SessionsTest {
    private static final String ID = "AAECAwQFBgcICQoLDA0ODw";
    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final String WELL_FORMED = "v1." + ID + "." + SECRET;

    private final TestStore store = new TestStore();
    private final List<SessionEvent> events = new ArrayList<>();
    private final Sessions sessions =
            Sessions.builder(store).listener(events::add).build();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ";", "theme=dark", "session=" + WELL_FORMED, "__host-session=" + WELL_FORMED})
    void withoutOurCookieASessionIsNewAndNothingIsCounted(@Nullable String header) {
        Session session = sessions.open(header);

        assertThat(session.isNew()).isTrue();
        assertThat(session.owner()).isEmpty();
        assertThat(session.find(CART)).isEmpty();
        assertThat(session.commit()).isEmpty();
        assertThat(store.calls()).isEmpty();
        assertRejected();
    }

    @Test
    void aSessionThatIsNotUsedAsksNothingOfTheStore() {
        String cookie = stored();
        int before = store.calls().size();

        try (Session session = sessions.open(cookie)) {
            assertThat(session.tryCommit().status()).isEqualTo(CommitResult.Status.UNCHANGED);
            assertThat(session.commit()).isEmpty();
        }

        assertThat(store.calls()).hasSize(before);
    }

    @Test
    void aStoredSessionIsResumedByItsCookieAmongOthers() {
        String cookie = stored();
        int before = store.calls().size();

        Session session = sessions.open("theme=dark; " + cookie + "; " + cookie + " ;lang=de");

        assertThat(session.isNew()).isFalse();
        assertThat(session.get(CART)).isEqualTo("apple");
        assertThat(session.get(COUNT)).isZero();
        assertThat(store.calls().subList(before, store.calls().size())).containsExactly("load");
        assertRejected();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-session=",
                "__Host-session=x",
                "__Host-session=v2." + ID + "." + SECRET,
                "__Host-session=v1." + ID,
                "__Host-session=\"" + WELL_FORMED + "\"",
                "__Host-session=" + WELL_FORMED + "A",
                "__Host-session=" + WELL_FORMED + "; __Host-session=other",
                "__Host-session=v1.." + SECRET,
                "__Host-session=v1.AAECAwQFBgcICQoLDA0ODx." + SECRET
            })
    void aMalformedOrAmbiguousCookieLeadsToANewSession(String header) {
        Session session = sessions.open(header);

        assertThat(session.isNew()).isTrue();
        assertThat(session.id()).isNotEqualTo(ID);
        assertThat(store.calls()).as("the store need not be asked").isEmpty();
        assertRejected(CookieRejection.MALFORMED);
    }

    @Test
    void aHugeHeaderIsNotRead() {
        String cookie = stored();

        Session session = sessions.open(cookie + "; x=" + "y".repeat(SessionCookie.MAX_HEADER_LENGTH));

        assertThat(session.isNew()).isTrue();
        assertRejected(CookieRejection.MALFORMED);
    }

    @Test
    void anUnknownSessionLeadsToANewOneUnderAnotherId() {
        Session session = sessions.open("__Host-session=" + WELL_FORMED);

        assertThat(session.isNew()).isTrue();
        assertThat(session.id()).isNotEqualTo(ID);
        session.set(CART, "apple");
        String cookie = cookie(session.commit());
        assertThat(cookie).doesNotContain(ID).doesNotContain(SECRET);
        assertThat(store.lastCommit().id()).isNotEqualTo(ID);
        assertRejected(CookieRejection.UNKNOWN);
    }

    @Test
    void aCookieIsCountedOncePerRequest() {
        Session session = sessions.open("__Host-session=" + WELL_FORMED);
        assertThat(sessions.rejectedCookies(CookieRejection.UNKNOWN))
                .as("not asked yet")
                .isZero();

        session.id();
        session.find(CART);
        session.commit();

        assertRejected(CookieRejection.UNKNOWN);
        assertThat(store.calls()).containsExactly("load");
    }

    @Test
    void anExpiredSessionLeadsToANewOne() {
        String cookie = stored();
        store.elapse(Duration.ofMinutes(30));

        Session session = sessions.open(cookie);

        assertThat(session.isNew()).isTrue();
        assertThat(session.find(CART)).isEmpty();
        assertRejected(CookieRejection.EXPIRED);
    }

    @Test
    void aGuessedSecretLeadsToANewSessionAndLeavesTheOtherAlone() {
        String cookie = stored();
        String forged = cookie.substring(0, cookie.lastIndexOf('.') + 1) + SECRET;

        Session session = sessions.open(forged);

        assertThat(session.isNew()).isTrue();
        assertThat(session.find(CART)).isEmpty();
        session.signOut();
        session.commit();
        assertRejected(CookieRejection.FORGED);
        assertThat(sessions.open(cookie).get(CART)).isEqualTo("apple");
    }

    @Test
    void everyNewSessionHasAnIdOfItsOwn() {
        assertThat(sessions.open(null).id())
                .hasSize(22)
                .isNotEqualTo(sessions.open(null).id());
    }

    @Test
    void aNewSessionIsStoredOnlyWhenSomethingIsPutIntoIt() {
        Session session = sessions.open(null);
        session.id();
        session.isNew();
        session.owner();
        session.find(CART);
        session.get(COUNT);
        session.remove(CART);
        session.set(CART, "apple");
        session.remove(CART);
        assertThat(session.commit()).isEmpty();
        assertThat(store.calls()).isEmpty();

        session.set(CART, "");
        assertThat(session.commit()).isPresent();

        assertThat(store.calls()).containsExactly("commit");
    }

    @Test
    void theCookieIsTheOneConfigured() {
        Sessions named = Sessions.builder(store)
                .cookie(SessionCookie.create().withName("__Host-shop"))
                .build();
        Session session = named.open(null);
        session.set(CART, "apple");

        Optional<String> setCookie = session.commit();

        assertThat(setCookie.orElseThrow())
                .matches("__Host-shop=v1\\.[\\w-]{22}\\.[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(named.open(cookie(setCookie)).get(CART)).isEqualTo("apple");
        assertThat(named.cookie().name()).isEqualTo("__Host-shop");
    }

    @Test
    void pingingAsksTheStoreOnce() {
        sessions.ping();
        assertThat(store.calls()).containsExactly("ping");

        StoreException down = StoreException.notSent("down", null);
        store.fail(down);
        assertThatThrownBy(sessions::ping).isSameAs(down);
    }

    private String stored() {
        try (Session session = sessions.open(null)) {
            session.set(CART, "apple");
            return cookie(session.commit());
        }
    }

    /** Exactly these cookies have been counted, and told to the listener. */
    private void assertRejected(CookieRejection... expected) {
        for (CookieRejection reason : CookieRejection.values()) {
            long count = Arrays.stream(expected).filter(reason::equals).count();
            assertThat(sessions.rejectedCookies(reason)).as(reason.name()).isEqualTo(count);
        }
        assertThat(events)
                .filteredOn(SessionEvent.CookieRejected.class::isInstance)
                .containsExactlyElementsOf(Arrays.stream(expected)
                        .<SessionEvent>map(SessionEvent.CookieRejected::new)
                        .toList());
    }
}
