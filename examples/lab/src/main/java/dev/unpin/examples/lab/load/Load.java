package dev.unpin.examples.lab.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Users who arrive when they would, however long the service takes (an open loop): at random by a Poisson process,
 * whose arrivals, users and wishes follow from a seed. One thread per user; a request whose user still waits for
 * another answer starts late, and its response time counts from when it was meant to start. Thread-safe.
 */
public final class Load implements AutoCloseable {
    /** Beyond this rate nothing is offered: this is a measurement, not an attack. */
    public static final double MOST_PER_SECOND = 2_000;

    private static final int ARRIVALS_PER_PRICE = 40;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final List<Person> people = new ArrayList<>();
    private final Acknowledged acknowledged = new Acknowledged();
    private final List<Tally> tallies = new ArrayList<>();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Queue<Errand> errands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger errandsLeft = new AtomicInteger();
    private final Random order;
    private final Random random;
    private final Second second = new Second();
    private final Thread clock = new Thread(this::arrive, "arrivals");
    private volatile boolean closed;
    private volatile Phase phase;

    private record Phase(Tally tally, double rate) {}

    /** What takes the place of the next arrival that would have been drawn. */
    private record Errand(Person person, Kind kind) {}

    private record Arrival(Tally tally, long intended, Kind kind, String other, Source source) {}

    private enum Source {
        DRAWN,
        CALLED
    }

    /**
     * Makes users who do nothing yet.
     *
     * @param target the balancer
     * @param seed of everything random
     * @param users how many
     */
    public Load(URI target, long seed, int users) {
        random = new Random(seed);
        order = new Random(seed);
        phase = new Phase(new Tally("", System.nanoTime()), 0);
        for (int i = 0; i < users; i++) {
            people.add(new Person(new User("user-" + i, target, acknowledged)));
        }
        people.forEach(Person::start);
        clock.setDaemon(true);
        clock.start();
    }

    /**
     * Begins the next phase.
     *
     * @param name as in reports
     * @param rate requests per second, 0 for none
     */
    public synchronized void phase(String name, double rate) {
        if (!(rate >= 0 && rate <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException("A rate is from 0 to " + MOST_PER_SECOND + ", not " + rate);
        }
        long now = System.nanoTime();
        phase.tally().end(now);
        Tally tally = new Tally(name, now);
        tallies.add(tally);
        phase = new Phase(tally, rate);
    }

    /** Notes that the fault of this phase happens from now on. */
    public void mark() {
        phase.tally().mark(System.nanoTime());
    }

    /** Offers nothing more until everything has been answered. */
    public void settle() throws InterruptedException {
        phase(phase.tally().phase() + " (settling)", 0);
        while (outstanding.get() > 0) {
            TimeUnit.NANOSECONDS.sleep(TURN_NANOS);
        }
    }

    /**
     * Has the first users do something next, one after the other, in the place of arrivals that would have been drawn;
     * and waits for the answers. So it can be said of all of them that they have. Their order is another each time, or
     * a balancer that takes turns could send each of them to the same instance again.
     *
     * @param users how many
     */
    public void call(Kind kind, int users) throws InterruptedException {
        if (phase.rate() == 0) {
            throw new IllegalStateException("Nobody arrives now");
        }
        errandsLeft.addAndGet(users);
        List<Person> called = new ArrayList<>(people.subList(0, users));
        Collections.shuffle(called, order);
        called.forEach(person -> errands.add(new Errand(person, kind)));
        while (errandsLeft.get() > 0) {
            TimeUnit.NANOSECONDS.sleep(TURN_NANOS);
        }
    }

    /** Takes what happened since the last call, for a picture of the run: what came to an end, by phase. */
    public ObjectNode takeSecond() {
        Tally tally = phase.tally();
        ObjectNode json = second.take();
        return json.put("type", "second")
                .put("phase", tally.phase())
                .put("at", (System.nanoTime() - tally.start()) / 1e9)
                .put("failover", tally.failoverMillis())
                .put("outstanding", outstanding.get());
    }

    /** Tells what has come of every phase so far. */
    public synchronized List<ObjectNode> totals() {
        long now = System.nanoTime();
        return tallies.stream().map(tally -> tally.json(now)).toList();
    }

    /** Tells how many purchases of each user have been acknowledged: these must be in the ledger. */
    public ObjectNode paid() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", "paid");
        ObjectNode users = json.putObject("users");
        acknowledged.paid().forEach(users::put);
        return json;
    }

    private void arrive() {
        long next = System.nanoTime();
        long arrivals = 0;
        while (!closed) {
            Phase current = phase;
            if (current.rate() == 0) {
                LockSupport.parkNanos(TURN_NANOS);
                continue;
            }
            next = Math.max(next, current.tally().start());
            next += (long) (-Math.log(1 - random.nextDouble()) / current.rate() * 1e9);
            Kind kind = Kind.at(random.nextDouble());
            int user = random.nextInt(people.size());
            int other = random.nextInt(people.size());
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(Math.min(left, TURN_NANOS));
            }
            // The wait may have led into the next phase, or into none.
            Phase at = phase;
            if (at.rate() == 0) {
                continue;
            }
            @Nullable Errand errand = errands.poll();
            Source source = errand == null ? Source.DRAWN : Source.CALLED;
            if (errand == null) {
                boolean pricing = ++arrivals % ARRIVALS_PER_PRICE == 0;
                errand = new Errand(people.get(pricing ? 0 : user), pricing ? Kind.REPRICE : kind);
            }
            at.tally().offer();
            second.offer();
            outstanding.incrementAndGet();
            String otherName = people.get(other).user.name();
            errand.person().wishes.add(new Arrival(at.tally(), next, errand.kind(), otherName, source));
        }
    }

    private final class Person {
        private final User user;
        private final BlockingQueue<Arrival> wishes = new LinkedBlockingQueue<>();
        private final Thread thread = new Thread(this::live);

        Person(User user) {
            this.user = user;
        }

        void start() {
            thread.setName(user.name());
            thread.setDaemon(true);
            thread.start();
        }

        private void live() {
            try (user) {
                while (!closed) {
                    serve(wishes.take());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void serve(Arrival arrival) {
            long sent = System.nanoTime();
            try {
                User.Outcome outcome = user.act(arrival.kind(), arrival.other());
                Answered answered = new Answered(
                        user.name(),
                        arrival.intended(),
                        sent,
                        System.nanoTime(),
                        outcome.instance(),
                        outcome.key(),
                        outcome.counts());
                arrival.tally().note(answered);
                second.note(answered);
            } finally {
                outstanding.decrementAndGet();
                if (arrival.source() == Source.CALLED) {
                    errandsLeft.decrementAndGet();
                }
            }
        }
    }

    /** What came to an end since it was last asked. */
    private static final class Second {
        private final Latencies latencies = new Latencies();
        private final Map<Count, Long> counts = new EnumMap<>(Count.class);
        private long since = System.nanoTime();
        private long offered;

        synchronized void offer() {
            offered++;
        }

        synchronized void note(Answered answered) {
            latencies.add(answered.end() - answered.intended());
            answered.counts().forEach(count -> counts.merge(count, 1L, Long::sum));
        }

        synchronized ObjectNode take() {
            long now = System.nanoTime();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("width", (now - since) / 1e9).put("offered", offered).put("answers", latencies.count());
            json.put("p50", latencies.percentile(50)).put("p99", latencies.percentile(99));
            for (Count count : Count.values()) {
                json.put(count.name().toLowerCase(Locale.ROOT), counts.getOrDefault(count, 0L));
            }
            since = now;
            offered = 0;
            latencies.clear();
            counts.clear();
            return json;
        }
    }

    @Override
    public void close() {
        closed = true;
        people.forEach(person -> person.thread.interrupt());
    }
}
