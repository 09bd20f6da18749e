package dev.unpin.session.caffeine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.codec.Codec;
import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What users keep although their requests read copies. */
class CopiedSessionsTest {
    private static final Codec<Integer> NUMBER = new Codec<>() {
        @Override
        public byte[] encode(Integer value) {
            return value.toString().getBytes(UTF_8);
        }

        @Override
        public Integer decode(byte[] bytes) {
            return Integer.valueOf(new String(bytes, UTF_8));
        }
    };
    private static final SessionKey<Integer> THEME = SessionKey.of("theme", NUMBER);
    private static final SessionKey<Integer> COUNT =
            SessionKey.of("count", NUMBER).orElse(() -> 0);

    private final WatchedStore shared = new WatchedStore();
    private final Sessions here = instance();
    private final Sessions there = instance();

    @Test
    void aWriteOfWhatTheCopyHoldsAlreadyIsNotLost() {
        String cookie = create();
        read(here, cookie, THEME);
        write(there, cookie, 2);

        write(here, cookie, 1);

        assertThat(read(instance(), cookie, THEME)).as("the last set wins").isEqualTo(1);
    }

    @Test
    void aRemovalOfWhatTheCopyDoesNotHoldIsNotLost() {
        String cookie = create();
        read(here, cookie, THEME);
        try (Session session = there.open(cookie)) {
            session.set(COUNT, 7);
            session.commit();
        }
        try (Session session = here.open(cookie)) {
            assertThat(session.find(COUNT)).isEmpty();
            session.remove(COUNT);
            session.commit();
        }
        try (Session session = instance().open(cookie)) {
            assertThat(session.find(COUNT)).isEmpty();
        }
    }

    @Test
    void parallelUpdatesFromCopiesLoseNothing() {
        int rounds = "faults".equals(System.getProperty("unpin.load")) ? 3000 : 150;
        String cookie = create();
        List<Callable<Integer>> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Sessions sessions = i % 2 == 0 ? here : there;
            users.add(() -> {
                int done = 0;
                while (done < rounds) {
                    try (Session session = sessions.open(cookie)) {
                        session.update(COUNT, n -> n + 1);
                        if (session.tryCommit().conflicts().isEmpty()) {
                            done++;
                        }
                    }
                }
                return done;
            });
        }
        Parallel.run(users);

        assertThat(read(instance(), cookie, COUNT)).isEqualTo(4 * rounds);
    }

    /** Many requests of this instance and another at once: nobody here is shown a state before his own last write. */
    @Test
    void everyInstanceReadsItsOwnWrites() {
        int rounds = "faults".equals(System.getProperty("unpin.load")) ? 20_000 : 1500;
        String cookie = create();
        List<Callable<Integer>> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SessionKey<Integer> own = SessionKey.of("own-" + i, NUMBER).orElse(() -> -1);
            users.add(() -> {
                int stale = 0;
                for (int n = 0; n < rounds; n++) {
                    try (Session session = here.open(cookie)) {
                        session.set(own, n);
                        session.commit();
                    }
                    stale += read(here, cookie, own) == n ? 0 : 1;
                }
                return stale;
            });
            users.add(() -> {
                for (int n = 0; n < rounds; n++) {
                    read(here, cookie, THEME);
                }
                return 0;
            });
        }

        assertThat(Parallel.run(users)).containsOnly(0);
    }

    private Sessions instance() {
        return Sessions.builder(CaffeineSessionStore.builder(shared, Duration.ofMinutes(1))
                        .clock(shared.clock)
                        .build())
                .maxCommitAttempts(100)
                .build();
    }

    private String create() {
        try (Session session = here.open(null)) {
            session.set(THEME, 1);
            Optional<String> cookie = session.commit();
            return cookie.orElseThrow().substring(0, cookie.orElseThrow().indexOf(';'));
        }
    }

    private static void write(Sessions sessions, String cookie, int theme) {
        try (Session session = sessions.open(cookie)) {
            session.set(THEME, theme);
            session.commit();
        }
    }

    private static int read(Sessions sessions, String cookie, SessionKey<Integer> key) {
        try (Session session = sessions.open(cookie)) {
            return session.get(key);
        }
    }
}
