package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Callers that update sessions and sign others out while servers fail; nothing unknown is ever repeated by them. */
final class SessionLoad implements AutoCloseable {
    /** How much has to be acknowledged between two steps of a scenario. */
    static final int SOME = "faults".equals(System.getProperty("unpin.load")) ? 3_000 : 60;

    private static final int THREADS = 4;
    private static final int SESSIONS = 24;
    private static final int SIGN_OUT_EVERY = 8;
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** Far beyond the deadline, for machines that are busy with other things: what hangs, hangs longer. */
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    /** A pace, so that values stay small however long a failover takes. */
    private static final long PAUSE_NANOS = 2_000_000;

    private final RedisBackend redis;
    private final Sessions sessions;
    private final List<SessionLedger> ledgers = new ArrayList<>();
    private final Map<String, SessionLedger.Phase> signedOut = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> callers = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile SessionLedger.Phase phase = SessionLedger.Phase.SAFE;
    private volatile boolean stopped;

    SessionLoad(RedisBackend redis) {
        this.redis = redis;
        this.sessions = Sessions.builder(RedisSessionStore.create(redis)).build();
        for (int i = 0; i < SESSIONS; i++) {
            ledgers.add(new SessionLedger(newSession()));
        }
    }

    static Duration deadline() {
        return DEADLINE;
    }

    void start() {
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            callers.add(threads.submit(() -> call(number)));
        }
        awaitSome();
    }

    /** From now on a failover may lose what is acknowledged, since primaries answer before they copy. */
    void mayLose() {
        phase = SessionLedger.Phase.MAY_BE_LOST;
    }

    /** What begins from now on is not lost any more. */
    void mayNotLose() {
        phase = SessionLedger.Phase.SAFE;
    }

    void awaitSome() {
        int goal = acknowledged.get() + SOME;
        await().atMost(GENEROUS.multipliedBy(2)).until(() -> acknowledged.get() >= goal || failed());
        assertThat(acknowledged.get()).isGreaterThanOrEqualTo(goal);
    }

    /** Waits until calls end without an answer. */
    void awaitFailures() {
        int goal = unanswered.get() + THREADS;
        await().atMost(GENEROUS).until(() -> unanswered.get() >= goal || failed());
        assertThat(unanswered.get()).isGreaterThanOrEqualTo(goal);
    }

    private int unknowns() {
        return ledgers.stream().mapToInt(SessionLedger::unknowns).sum();
    }

    private boolean failed() {
        return callers.stream().anyMatch(Future::isDone);
    }

    /** Ends the callers and judges all sessions. Tells what was counted. */
    String judge() throws Exception {
        stopped = true;
        for (Future<?> caller : callers) {
            caller.get(GENEROUS.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(Duration.ofNanos(longestNanos.get())).isLessThan(GENEROUS);
        int lost = ledgers.stream().mapToInt(ledger -> ledger.judge(sessions)).sum();
        long back = signedOut.entrySet().stream()
                .filter(left -> isThere(left.getKey()))
                .peek(left -> assertThat(left.getValue())
                        .as("signed out, and there again without a failover")
                        .isEqualTo(SessionLedger.Phase.MAY_BE_LOST))
                .count();
        return acknowledged + " updates acknowledged, "
                + unknowns() + " unknown; " + signedOut.size()
                + " sign-outs acknowledged; lost by the failover: " + lost + " updates, " + back + " sign-outs";
    }

    private void call(int thread) {
        Random random = new Random(thread);
        for (int call = 0; !stopped; call++) {
            long began = System.nanoTime();
            if (call % SIGN_OUT_EVERY == 0) {
                signOut();
            } else {
                update(ledgers.get(random.nextInt(SESSIONS)), thread + "-" + call);
            }
            long took = System.nanoTime() - began;
            longestNanos.accumulateAndGet(took, Math::max);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void update(SessionLedger ledger, String token) {
        SessionLedger.Phase begun = phase;
        boolean committing = false;
        try (Session session = sessions.open(ledger.cookie())) {
            assertThat(session.isNew()).as("the session is lost").isFalse();
            session.update(Tokens.KEY, tokens -> tokens.plus(token));
            committing = true;
            session.commit();
            ledger.acknowledged(token, begun);
            acknowledged.incrementAndGet();
        } catch (UnpinException e) {
            unanswered.incrementAndGet();
            if (committing && e.effect() == Effect.UNKNOWN) {
                ledger.unknown(token);
            }
        }
    }

    /** Another request, begun before, commits after the sign-out. */
    private void signOut() {
        SessionLedger.Phase begun = phase;
        try {
            String cookie = newSession();
            try (Session late = sessions.open(cookie);
                    Session leaving = sessions.open(cookie)) {
                late.update(Tokens.KEY, tokens -> tokens.plus("late"));
                leaving.signOut();
                leaving.commit();
                signedOut.put(cookie, begun);
                late.commit();
            }
        } catch (UnpinException e) {
            // what was refused or is unknown says nothing; what was acknowledged is noted
        }
    }

    private boolean isThere(String cookie) {
        try (Session session = sessions.open(cookie)) {
            return !session.isNew();
        }
    }

    private String newSession() {
        try (Session session = sessions.open(null)) {
            session.set(Tokens.KEY, new Tokens(List.of()));
            String setCookie = session.commit().orElseThrow();
            return setCookie.substring(0, setCookie.indexOf(';'));
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
        redis.close();
    }
}
