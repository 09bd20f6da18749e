package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unpin.http.CookieReading;
import dev.unpin.http.SessionCookie;
import dev.unpin.session.CookieRejection;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;

/** What a client may put into a {@code Cookie} header: a byte of the input is a character of the header, as in HTTP. */
class CookieFuzzTest {
    private static final SessionCookie COOKIE = SessionCookie.create();
    private static final Sessions SESSIONS =
            Sessions.builder(MemorySessionStore.create()).build();

    @FuzzTest
    void anyHeaderIsReadAndOnlyWhatWeCouldHaveSentIsPresent(byte[] input) {
        String header = new String(input, ISO_8859_1);

        CookieReading reading = COOKIE.read(header);

        assertThat(reading.value().isPresent()).isEqualTo(reading.status() == CookieReading.Status.PRESENT);
        reading.value().ifPresent(value -> {
            assertThat(header).contains(value);
            assertThat(COOKIE.setCookie(value)).startsWith(COOKIE.name() + "=" + value + ";");
            assertThat(COOKIE.read(COOKIE.name() + "=" + value).value()).contains(value);
            assertThat(reading.toString()).isEqualTo("CookieReading[PRESENT]");
        });
    }

    @FuzzTest
    void anyHeaderOpensANewSessionWhoseIdTheClientDidNotChoose(byte[] input) {
        String header = new String(input, ISO_8859_1);
        boolean sent = COOKIE.read(header).status() != CookieReading.Status.ABSENT;
        long rejectedBefore = rejected();

        try (Session session = SESSIONS.open(header)) {
            assertThat(session.isNew()).isTrue();
            assertThat(header).doesNotContain(session.id());
            assertThat(session.commit()).isEmpty();
        }

        assertThat(rejected() - rejectedBefore).isEqualTo(sent ? 1 : 0);
    }

    private static long rejected() {
        return SESSIONS.rejectedCookies(CookieRejection.MALFORMED) + SESSIONS.rejectedCookies(CookieRejection.UNKNOWN);
    }
}
