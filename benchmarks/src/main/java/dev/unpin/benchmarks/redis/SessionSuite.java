package dev.unpin.benchmarks.redis;

import dev.unpin.benchmarks.TextCodec;
import dev.unpin.benchmarks.paired.Comparison;
import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import dev.unpin.session.redis.RedisSessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.params.SetParams;

/** Sessions of ten values of a hundred bytes, beside one blob of a kilobyte. */
final class SessionSuite implements Suite {
    private static final int VALUES = 10;

    /** Each thread goes round its own: nobody's session is changed thousands of times a second. */
    private static final int PER_THREAD = 1_000;

    private static final String VALUE = "x".repeat(100);
    private static final byte[] BLOB = Servers.bytes("x".repeat(1024));
    private static final SetParams HALF_AN_HOUR = SetParams.setParams().px(30 * 60_000L);
    private static final List<SessionKey<String>> KEYS = IntStream.range(0, VALUES)
            .mapToObj(i -> SessionKey.of("value" + i, new TextCodec()))
            .toList();

    @Override
    public String title() {
        return "sessions";
    }

    @Override
    public List<Comparison> comparisons(Servers servers, List<Peers> peers) {
        Sessions sessions =
                Sessions.builder(RedisSessionStore.create(servers.backend())).build();
        List<Contender> read = new ArrayList<>(List.of(new Contender("Unpin", thread -> reading(sessions))));
        List<Contender> change = new ArrayList<>(
                List.of(new Contender("Unpin", thread -> changing(sessions)), ByHand.changing(servers.raw(), BLOB)));
        List<Contender> create = new ArrayList<>(List.of(new Contender("Unpin", thread -> () -> create(sessions))));
        for (Peers peer : peers) {
            read.addAll(peer.readSession(servers, VALUES, VALUE));
            change.addAll(peer.changeSession(servers, VALUES, VALUE));
            create.addAll(peer.createSession(servers, VALUES, VALUE));
        }
        return List.of(
                new Comparison("read | GET", new Contender("raw", thread -> rawRead(servers, thread)), read),
                new Comparison(
                        "read, change, write | GET, SET",
                        new Contender("raw", thread -> rawChange(servers, thread)),
                        change),
                new Comparison("create | SET", new Contender("raw", thread -> rawCreate(servers, thread)), create));
    }

    private static Contender.Task rawRead(Servers servers, int thread) {
        List<byte[]> keys = rawKeys(servers, thread);
        int[] next = {0};
        return () -> require(servers.raw().get(keys.get(next[0]++ % PER_THREAD)));
    }

    private static Contender.Task rawChange(Servers servers, int thread) {
        List<byte[]> keys = rawKeys(servers, thread);
        int[] next = {0};
        return () -> {
            byte[] key = keys.get(next[0]++ % PER_THREAD);
            require(servers.raw().get(key));
            servers.raw().set(key, BLOB, HALF_AN_HOUR);
        };
    }

    private static Contender.Task rawCreate(Servers servers, int thread) {
        long[] count = {0};
        return () -> servers.raw().set(Servers.bytes("raw:" + thread + ":" + count[0]++), BLOB, HALF_AN_HOUR);
    }

    private static List<byte[]> rawKeys(Servers servers, int thread) {
        List<byte[]> keys = IntStream.range(0, PER_THREAD)
                .mapToObj(i -> Servers.bytes("raw:" + thread + ":" + i))
                .toList();
        keys.forEach(key -> servers.raw().set(key, BLOB, HALF_AN_HOUR));
        return keys;
    }

    private static List<String> cookies(Sessions sessions) {
        return IntStream.range(0, PER_THREAD).mapToObj(i -> create(sessions)).toList();
    }

    private static Contender.Task reading(Sessions sessions) {
        List<String> cookies = cookies(sessions);
        int[] next = {0};
        return () -> {
            try (Session session = sessions.open(cookies.get(next[0]++ % PER_THREAD))) {
                session.get(KEYS.get(3));
            }
        };
    }

    private static Contender.Task changing(Sessions sessions) {
        List<String> cookies = cookies(sessions);
        int[] next = {0};
        return () -> {
            int turn = next[0]++;
            String value = VALUE + turn / PER_THREAD % 10;
            try (Session session = sessions.open(cookies.get(turn % PER_THREAD))) {
                session.update(KEYS.get(3), old -> value);
                session.commit();
            }
        };
    }

    private static String create(Sessions sessions) {
        try (Session session = sessions.open(null)) {
            KEYS.forEach(key -> session.set(key, VALUE));
            String setCookie = session.commit().orElseThrow();
            return setCookie.substring(0, setCookie.indexOf(';'));
        }
    }

    private static void require(byte[] found) {
        if (found == null || found.length != BLOB.length) {
            throw new IllegalStateException("the key is gone");
        }
    }
}
