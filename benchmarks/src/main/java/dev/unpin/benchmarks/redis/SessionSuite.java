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
        List<Contender> change = new ArrayList<>(List.of(new Contender("Unpin", thread -> changing(sessions))));
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
        byte[] key = rawKey(thread);
        servers.raw().set(key, BLOB, HALF_AN_HOUR);
        return () -> require(servers.raw().get(key));
    }

    private static Contender.Task rawChange(Servers servers, int thread) {
        byte[] key = rawKey(thread);
        servers.raw().set(key, BLOB, HALF_AN_HOUR);
        return () -> {
            require(servers.raw().get(key));
            servers.raw().set(key, BLOB, HALF_AN_HOUR);
        };
    }

    private static Contender.Task rawCreate(Servers servers, int thread) {
        long[] count = {0};
        return () -> servers.raw().set(Servers.bytes("raw:" + thread + ":" + count[0]++), BLOB, HALF_AN_HOUR);
    }

    private static byte[] rawKey(int thread) {
        return Servers.bytes("raw:" + thread);
    }

    private static Contender.Task reading(Sessions sessions) {
        String cookie = create(sessions);
        return () -> {
            try (Session session = sessions.open(cookie)) {
                session.get(KEYS.get(3));
            }
        };
    }

    private static Contender.Task changing(Sessions sessions) {
        String cookie = create(sessions);
        long[] count = {0};
        return () -> {
            String next = VALUE + count[0]++ % 2;
            try (Session session = sessions.open(cookie)) {
                session.update(KEYS.get(3), value -> next);
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
