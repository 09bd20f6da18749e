package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The token of a form: good for one session, under one secret, on every instance. */
class CsrfTokenTest {
    private final TestStore store = new TestStore();
    private final Sessions sessions = Sessions.builder(store).build();
    private final Sessions otherInstance = Sessions.builder(store).build();
    private final String cookie = stored();

    @Test
    void everyRenderingIsAnotherTextAndAllAreGoodOnEveryInstance() {
        Set<String> tokens = new HashSet<>();
        Session page = sessions.open(cookie);
        for (int i = 0; i < 100; i++) {
            tokens.add(page.csrfToken());
        }

        assertThat(tokens).hasSize(100).allSatisfy(token -> assertThat(token).matches("[\\w-]{86}"));
        for (String token : tokens) {
            otherInstance.open(cookie).requireCsrfToken(token);
        }
    }

    @Test
    void itCostsNothingBesidesReadingTheSession() {
        int before = store.calls().size();
        try (Session session = sessions.open(cookie)) {
            session.requireCsrfToken(session.csrfToken());
            assertThat(session.tryCommit().status()).isEqualTo(CommitResult.Status.UNCHANGED);
        }

        assertThat(store.calls().subList(before, store.calls().size())).containsExactly("load");
    }

    @Test
    void theTokenOfAnotherSessionIsRefused() {
        String strangers = sessions.open(stored()).csrfToken();

        assertRefused(cookie, strangers);
        assertRefused(null, strangers);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        String token = sessions.open(cookie).csrfToken();
        for (@Nullable
        String text :
                new @Nullable String[] {null, "", "x", token + "A", token.substring(1), " " + token, "=".repeat(86)}) {
            assertRefused(cookie, text);
        }
        assertRefused(cookie, "x".repeat(1_000_000));
        assertRefused(cookie, "ä".repeat(86));
    }

    @Test
    void everyBitCounts() {
        byte[] token = Base64.getUrlDecoder().decode(sessions.open(cookie).csrfToken());
        for (int bit = 0; bit < 8 * token.length; bit++) {
            byte[] flipped = token.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(cookie, Base64.getUrlEncoder().withoutPadding().encodeToString(flipped));
        }
    }

    @Test
    void nothingGuessedPasses() {
        for (long seed = 0; seed < 1_000; seed++) {
            byte[] guess = new byte[64];
            new Random(seed).nextBytes(guess);
            assertRefused(cookie, Base64.getUrlEncoder().withoutPadding().encodeToString(guess));
        }
        assertRefused(cookie, "A".repeat(86));
    }

    @Test
    void aSignInEndsIt() {
        String before = sessions.open(cookie).csrfToken();
        Session signingIn = sessions.open(cookie);
        signingIn.signIn("user-42");
        signingIn.requireCsrfToken(before);

        String renewed = cookie(signingIn.commit());

        assertRefused(renewed, before);
        sessions.open(renewed).requireCsrfToken(sessions.open(renewed).csrfToken());
    }

    @Test
    void aFormInTheAnswerToASignInIsGoodWhetherRenderedBeforeOrAfterTheCommit() {
        Session signingIn = sessions.open(cookie);
        signingIn.signIn("user-42");
        String before = signingIn.csrfToken();
        String renewed = cookie(signingIn.commit());
        String after = signingIn.csrfToken();

        otherInstance.open(renewed).requireCsrfToken(before);
        otherInstance.open(renewed).requireCsrfToken(after);
    }

    @Test
    void aFormForAVisitorStoresTheSession() {
        Session visitor = sessions.open(null);
        String token = visitor.csrfToken();
        String visitors = cookie(visitor.commit());

        Session next = otherInstance.open(visitors);

        assertThat(next.isNew()).isFalse();
        next.requireCsrfToken(token);
    }

    @Test
    void aFormForAVisitorWhoSignsInIsGood() {
        Session visitor = sessions.open(null);
        String first = visitor.csrfToken();
        visitor.signIn("user-42");
        String second = visitor.csrfToken();
        String visitors = cookie(visitor.commit());

        sessions.open(visitors).requireCsrfToken(first);
        sessions.open(visitors).requireCsrfToken(second);
    }

    @Test
    void itTellsNothingOfTheSecret() {
        String secret = cookie.substring(cookie.lastIndexOf('.') + 1);

        assertThat(sessions.open(cookie).csrfToken()).doesNotContain(secret.substring(0, 8));
        assertThatThrownBy(() -> sessions.open(cookie).requireCsrfToken("guess"))
                .hasMessageNotContainingAny("guess", secret);
    }

    @Test
    void anEndedSessionHasNone() {
        Session session = sessions.open(cookie);
        session.signOut();

        assertThatThrownBy(session::csrfToken).isInstanceOf(SessionEndedException.class);
        assertThatThrownBy(() -> session.requireCsrfToken("x")).isInstanceOf(SessionEndedException.class);
        assertThatCode(session::commit).doesNotThrowAnyException();
    }

    private void assertRefused(@Nullable String presented, @Nullable String token) {
        Session session = sessions.open(presented);
        assertThatThrownBy(() -> session.requireCsrfToken(token))
                .isInstanceOfSatisfying(CsrfTokenException.class, e -> {
                    assertThat(e.effect()).isEqualTo(Effect.REFUSED);
                    assertThat(e.httpStatus()).isEqualTo(403);
                    assertThat(e.code()).isEqualTo("csrf-token-refused");
                });
    }

    private String stored() {
        try (Session session = sessions.open(null)) {
            session.set(CART, "apple");
            return cookie(session.commit());
        }
    }
}
