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
import java.util.Optional;
import java.util.Random;

/** What a client may put into a {@code Cookie} header: a byte of the input is a character of the header, as in HTTP. */
class CookieFuzzTest {
    private static final SessionCookie COOKIE = SessionCookie.create();
    private static final Sessions SESSIONS =
            Sessions.builder(MemorySessionStore.create()).build();
    private static final Sessions FORESEEABLE = Sessions.builder(MemorySessionStore.create())
            .unsafeRandom(new Random(7))
            .build();
    private static final String STORED = storedSession();

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

    /** The input's first byte is a place in a stored session's cookie; the others replace what is there. */
    @FuzzTest
    void onlyTheVeryCookieThatWasSentOpensAStoredSession(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int place = Math.min(input[0] & 0xff, STORED.length());
        String replacement = new String(input, 1, input.length - 1, ISO_8859_1);
        String value = STORED.substring(0, place)
                + replacement
                + STORED.substring(Math.min(STORED.length(), place + replacement.length()));

        CookieReading reading = COOKIE.read(COOKIE.name() + "=" + value);
        try (Session session = FORESEEABLE.open(COOKIE.name() + "=" + value)) {
            assertThat(session.isNew())
                    .isEqualTo(!reading.value().equals(Optional.of(STORED)))
                    .isEqualTo(session.owner().isEmpty());
        }
    }

    private static String storedSession() {
        try (Session session = FORESEEABLE.open(null)) {
            session.signIn("Ada");
            return COOKIE.read(session.commit().orElseThrow().replaceFirst(";.*", ""))
                    .value()
                    .orElseThrow();
        }
    }

    private static long rejected() {
        return SESSIONS.rejectedCookies(CookieRejection.MALFORMED) + SESSIONS.rejectedCookies(CookieRejection.UNKNOWN);
    }
}
