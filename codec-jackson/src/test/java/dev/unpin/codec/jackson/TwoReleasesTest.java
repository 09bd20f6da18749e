package dev.unpin.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** During a rolling deploy, two releases of a service read and write the same sessions. */
class TwoReleasesTest {
    /** As the old release has it. */
    record CartV1(String customer, int items, int coupons) {}

    /** As the new release has it: one property is gone, three have come. */
    record CartV2(
            String customer,
            int items,
            @Nullable String note,
            boolean gift,
            @Nullable List<String> tags) {}

    private static final SessionKey<CartV1> OLD = SessionKey.of("cart", CartV1.class, () -> new CartV1("nobody", 0, 0));
    private static final SessionKey<CartV2> NEW = SessionKey.of("cart", CartV2.class);

    private final MemorySessionStore store = MemorySessionStore.create();
    private final Sessions oldRelease =
            Sessions.builder(store).codecs(JacksonCodecs.create()).build();
    private final Sessions newRelease =
            Sessions.builder(store).codecs(JacksonCodecs.create()).build();

    @Test
    void theOldReleaseReadsWhatTheNewOneWroteAndTheOtherWayRound() {
        String cookie = create(NEW, new CartV2("Ada", 1, "leave at the door", true, List.of("new")));

        try (Session session = oldRelease.open(cookie)) {
            assertThat(session.get(OLD)).isEqualTo(new CartV1("Ada", 1, 0));
            session.update(OLD, cart -> new CartV1(cart.customer(), cart.items() + 1, 5));
            session.commit();
        }

        try (Session session = newRelease.open(cookie)) {
            assertThat(session.get(NEW)).isEqualTo(new CartV2("Ada", 2, null, false, null));
        }
    }

    @Test
    void aReleaseThatOnlyReadsLeavesTheOthersPropertiesAlone() {
        CartV2 cart = new CartV2("Ada", 1, "leave at the door", true, List.of("new"));
        String cookie = create(NEW, cart);

        try (Session session = oldRelease.open(cookie)) {
            assertThat(session.get(OLD).items()).isEqualTo(1);
            assertThat(session.commit()).isEmpty();
        }

        try (Session session = newRelease.open(cookie)) {
            assertThat(session.get(NEW)).isEqualTo(cart);
        }
    }

    @Test
    void twoKeysOfOneNameAndTypeReadTheSameValue() {
        JacksonCodecs codecs = JacksonCodecs.create();
        SessionKey<List<String>> here = SessionKey.of("tags", codecs.codec(new TypeReference<List<String>>() {}));
        SessionKey<List<String>> there = SessionKey.of("tags", codecs.codec(new TypeReference<List<String>>() {}));

        String cookie = create(here, List.of("a"));
        try (Session session = newRelease.open(cookie)) {
            assertThat(session.get(there)).containsExactly("a");
            session.set(there, List.of("a", "b"));
            assertThat(session.get(here)).containsExactly("a", "b");
            session.commit();
        }
        try (Session session = oldRelease.open(cookie)) {
            assertThat(session.get(here)).containsExactly("a", "b");
        }
    }

    private <T> String create(SessionKey<T> key, T value) {
        try (Session session = newRelease.open(null)) {
            session.set(key, value);
            String setCookie = session.commit().orElseThrow();
            return setCookie.substring(0, setCookie.indexOf(';'));
        }
    }
}
