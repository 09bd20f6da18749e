package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.COUNT;
import static dev.unpin.session.TestValues.TEXT;
import static dev.unpin.session.TestValues.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.unpin.http.CookieReading;
import dev.unpin.http.SessionCookie;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Secrets and values stand in cookies and stores, and nowhere else: not in texts of objects, errors or events. */
class SessionSecrecyTest {
    private static final String VALUE = "a value to keep to oneself";

    private final TestStore store = new TestStore();
    private final List<String> texts = new ArrayList<>();
    private final Sessions sessions = Sessions.builder(store)
            .listener(event -> texts.add(event.toString()))
            .maxKeys(2)
            .maxValueBytes(100)
            .maxCommitAttempts(1)
            .build();

    @Test
    void noTextHoldsASecretOrAValue() {
        Session session = sessions.open(null);
        session.set(CART, VALUE);
        String first = cookie(session.commit());
        Session slow = sessions.open(first);
        slow.set(CART, VALUE + " slow");
        session.signIn("user-42");
        CommitResult result = session.tryCommit();
        String second = cookie(result.setCookie());
        Session late = sessions.open(second);
        late.update(CART, cart -> cart + VALUE);
        session.set(CART, VALUE + "!");
        session.commit();

        failure(slow::commit);
        failure(() -> sessions.open(first).get(CART));
        failure(late::commit);
        failure(() -> sessions.open(second).get(SessionKey.of("cart", TestValues.NUMBER)));
        failure(() -> sessions.open(second).signIn("user-43"));
        failure(() -> sessions.open(second).find(SessionKey.of("cart", String.class)));
        Session large = sessions.open(second);
        large.set(CART, VALUE.repeat(10));
        failure(large::commit);
        Session many = sessions.open(second);
        many.set(COUNT, 1);
        many.set(SessionKey.of("third", TEXT), VALUE);
        failure(many::commit);
        Session ended = sessions.open(second);
        ended.set(CART, VALUE + "?");
        session.signOut();
        session.commit();
        failure(ended::commit);
        failure(() -> session.get(CART));
        session.close();
        failure(session::commit);

        texts.add(result.toString());
        texts.add(CookieReading.class.getName() + sessions.cookie().read(second));
        texts.add(CART.toString());
        store.commits().forEach(request -> texts.add(request.toString()));
        texts.add(SessionToken.parse(value(second)).orElseThrow().toString());

        assertThat(texts)
                .hasSizeGreaterThan(20)
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(VALUE)
                        .doesNotContain(secret(first))
                        .doesNotContain(secret(second)));
    }

    private void failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isNotNull();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        texts.add(trace.toString());
    }

    private static String value(String cookie) {
        return SessionCookie.create().read(cookie).value().orElseThrow();
    }

    private static String secret(String cookie) {
        return cookie.substring(cookie.lastIndexOf('.') + 1);
    }
}
