package dev.unpin.benchmarks.peers;

import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.benchmarks.redis.Peers;
import dev.unpin.benchmarks.redis.Servers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import redis.clients.jedis.ConnectionPoolConfig;

/** Spring Session's two Redis repositories, each over Jedis and over Lettuce, with their defaults. */
public final class SpringSessionPeers implements Peers {
    private static final int PER_THREAD = 1_000;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final Map<Servers, Map<String, SessionRepository<? extends Session>>> repositories = new HashMap<>();

    @Override
    public List<Contender> readSession(Servers servers, int values, String value) {
        return each(servers, repository -> thread -> {
            List<String> ids = create(repository, values, value);
            int[] next = {0};
            return () -> {
                Session session = Objects.requireNonNull(repository.findById(ids.get(next[0]++ % PER_THREAD)));
                Objects.requireNonNull(session.getAttribute("value3"));
                repository.save(touched(session));
            };
        });
    }

    @Override
    public List<Contender> changeSession(Servers servers, int values, String value) {
        return each(servers, repository -> thread -> {
            List<String> ids = create(repository, values, value);
            int[] next = {0};
            return () -> {
                int turn = next[0]++;
                Session session = Objects.requireNonNull(repository.findById(ids.get(turn % PER_THREAD)));
                session.setAttribute("value3", value + turn / PER_THREAD % 10);
                repository.save(touched(session));
            };
        });
    }

    @Override
    public List<Contender> createSession(Servers servers, int values, String value) {
        return each(servers, repository -> thread -> () -> store(repository, values, value));
    }

    /** What Spring's filter does at every request. */
    private static <S extends Session> S touched(Session session) {
        session.setLastAccessedTime(java.time.Instant.now());
        @SuppressWarnings("unchecked") // the repository made it
        S own = (S) session;
        return own;
    }

    private List<Contender> each(
            Servers servers,
            Function<SessionRepository<Session>, java.util.function.IntFunction<Contender.Task>> task) {
        List<Contender> contenders = new ArrayList<>();
        repositories.computeIfAbsent(servers, this::connect).forEach((name, repository) -> {
            @SuppressWarnings("unchecked") // each gets only sessions that it made
            SessionRepository<Session> own = (SessionRepository<Session>) repository;
            contenders.add(new Contender(name, task.apply(own)));
        });
        return contenders;
    }

    private Map<String, SessionRepository<? extends Session>> connect(Servers servers) {
        RedisStandaloneConfiguration address = new RedisStandaloneConfiguration(
                servers.address().getHost(), servers.address().getPort());
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(Servers.CONNECTIONS);
        pool.setMaxIdle(Servers.CONNECTIONS);
        JedisConnectionFactory jedis = new JedisConnectionFactory(
                address,
                JedisClientConfiguration.builder().usePooling().poolConfig(pool).build());
        LettuceConnectionFactory lettuce = new LettuceConnectionFactory(address);
        Map<String, SessionRepository<? extends Session>> all = new java.util.LinkedHashMap<>();
        jedis.afterPropertiesSet();
        jedis.start();
        toClose.add(jedis::destroy);
        lettuce.afterPropertiesSet();
        lettuce.start();
        toClose.add(lettuce::destroy);
        all.put("Spring Session, simple, Jedis", new RedisSessionRepository(template(jedis)));
        all.put("Spring Session, simple, Lettuce", new RedisSessionRepository(template(lettuce)));
        all.put("Spring Session, indexed, Jedis", indexed(jedis));
        all.put("Spring Session, indexed, Lettuce", indexed(lettuce));
        return all;
    }

    private static RedisIndexedSessionRepository indexed(RedisConnectionFactory factory) {
        RedisIndexedSessionRepository repository = new RedisIndexedSessionRepository(template(factory));
        repository.setCleanupCron("-");
        return repository;
    }

    private static RedisTemplate<String, Object> template(RedisConnectionFactory factory) {
        RedisTemplate<String, Object> template = new RedisTemplate<>();
        template.setKeySerializer(RedisSerializer.string());
        template.setHashKeySerializer(RedisSerializer.string());
        template.setConnectionFactory(factory);
        template.afterPropertiesSet();
        return template;
    }

    private static List<String> create(SessionRepository<Session> repository, int values, String value) {
        return IntStream.range(0, PER_THREAD)
                .mapToObj(i -> store(repository, values, value))
                .toList();
    }

    private static String store(SessionRepository<Session> repository, int values, String value) {
        Session session = repository.createSession();
        for (int i = 0; i < values; i++) {
            session.setAttribute("value" + i, value);
        }
        repository.save(session);
        return session.getId();
    }

    @Override
    public void close() {
        for (AutoCloseable each : toClose) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("a connection factory did not close", e);
            }
        }
    }
}
