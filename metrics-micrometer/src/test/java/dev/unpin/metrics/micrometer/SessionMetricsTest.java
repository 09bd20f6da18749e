package dev.unpin.metrics.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.codec.Codec;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.Session;
import dev.unpin.session.SessionEvent;
import dev.unpin.session.SessionKey;
import dev.unpin.session.SessionListener;
import dev.unpin.session.Sessions;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionMetricsTest {
    private static final SessionKey<String> CART = SessionKey.of("cart", new Codec<String>() {
                @Override
                public byte[] encode(String value) {
                    return value.getBytes(UTF_8);
                }

                @Override
                public String decode(byte[] bytes) {
                    return new String(bytes, UTF_8);
                }
            })
            .orElse(() -> "");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<SessionEvent> seen = new ArrayList<>();
    private final SessionListener listener = SessionMetrics.create(registry).andThen(seen::add);
    private final Sessions sessions =
            Sessions.builder(MemorySessionStore.create()).listener(listener).build();

    @Test
    void whatHappensToSessionsIsCountedAndPassedOn() {
        String cookie = create();
        try (Session slow = sessions.open(cookie);
                Session quick = sessions.open(cookie)) {
            slow.update(CART, cart -> cart + "a");
            quick.update(CART, cart -> cart + "b");
            quick.commit();
            slow.commit();
        }
        sessions.open("__Host-session=nonsense").close();
        try (Session session = sessions.open(cookie)) {
            session.signOut();
            session.commit();
        }
        sessions.open(cookie).isNew();

        assertThat(count("created")).isEqualTo(1);
        assertThat(count("conflicted")).isEqualTo(1);
        assertThat(count("signed_out")).isEqualTo(1);
        assertThat(count("cookie_rejected")).isEqualTo(2);
        assertThat(rejected("malformed")).isEqualTo(1);
        assertThat(rejected("unknown")).isEqualTo(1);
        assertThat(rejected("forged")).isZero();
        assertThat(seen).hasSize(5);
    }

    @Test
    void noTagNamesASessionOrAnOwner() {
        String id;
        try (Session session = sessions.open(create())) {
            session.signIn("user-42");
            session.commit();
            id = session.id();
        }

        assertThat(registry.getMeters())
                .isNotEmpty()
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(Tag::getValue)
                .contains("signed_in")
                .noneMatch(value -> value.contains(id) || value.contains("user-42"));
    }

    private String create() {
        try (Session session = sessions.open(null)) {
            session.set(CART, "apple");
            String setCookie = session.commit().orElseThrow();
            return setCookie.substring(0, setCookie.indexOf(';'));
        }
    }

    private double count(String event) {
        return registry.get("unpin.sessions.events")
                .tag("event", event)
                .counter()
                .count();
    }

    private double rejected(String reason) {
        return registry.get("unpin.sessions.rejected")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
