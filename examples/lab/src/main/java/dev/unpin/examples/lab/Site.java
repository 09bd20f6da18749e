package dev.unpin.examples.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unpin.examples.fleet.ChildProcess;
import dev.unpin.examples.lab.balance.BalancerMain;
import dev.unpin.examples.lab.ledger.Ledger;
import dev.unpin.examples.lab.service.ServiceMain;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The service in one mode: a store if it has one, a ledger, instances, and the balancer in front of them. Thread-safe.
 */
final class Site implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOST = 10;

    private final Mode mode;
    private final Path folder;
    private final int requestMillis;
    private final String sealKey;
    private final @Nullable EmbeddedRedis redis;
    private final ChildProcess balancer;
    private final Ledger ledger = Ledger.open();
    private final StoreTimes storeTimes = new StoreTimes();
    private final CopyOnWriteArrayList<Member> members = new CopyOnWriteArrayList<>();
    private int started;
    private boolean closed;

    private Site(Mode mode, Path folder, int requestMillis, @Nullable EmbeddedRedis redis) {
        this.mode = mode;
        this.folder = folder;
        this.requestMillis = requestMillis;
        this.redis = redis;
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        this.sealKey = Base64.getEncoder().encodeToString(key);
        String policy = mode.sticky() ? "sticky" : "round-robin";
        this.balancer = ChildProcess.start("balancer", BalancerMain.class, List.of(policy), folder, this::hear);
    }

    /**
     * Starts store and balancer.
     *
     * @param folder for logs and files, nobody else's
     * @param requestMillis how long an instance works on a request
     */
    static Site open(Mode mode, Path folder, int requestMillis) {
        EmbeddedRedis redis = mode.shared()
                ? EmbeddedRedis.builder()
                        .setting("appendonly", "yes")
                        .setting("appendfsync", "no") // What was written outlives the process, if not the machine.
                        .start()
                : null;
        Site site = new Site(mode, folder, requestMillis, redis);
        try {
            site.uri();
            return site;
        } catch (IllegalStateException e) {
            site.close();
            throw e;
        }
    }

    /** Tells where users go. */
    URI uri() {
        return balancer.awaitUri();
    }

    Ledger ledger() {
        return ledger;
    }

    StoreTimes storeTimes() {
        return storeTimes;
    }

    /** Lists the instances that get requests. */
    List<Member> serving() {
        return members.stream()
                .filter(member -> member.process.alive() && member.state.equals("up"))
                .toList();
    }

    /** Starts instances side by side, and waits until the balancer sends requests to all of them. */
    List<Member> start(int count, String release) throws InterruptedException {
        List<Member> added = begin(count, release);
        awaitUp(added);
        return added;
    }

    /** Starts instances side by side, and does not wait for them. */
    synchronized List<Member> begin(int count, String release) {
        if (closed || members.stream().filter(member -> member.process.alive()).count() + count > MOST) {
            throw new IllegalStateException("At most " + MOST + " instances run at a time");
        }
        List<Member> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(new Member(Integer.toString(++started), release));
        }
        members.addAll(added);
        return added;
    }

    /** Waits until the balancer sends requests to all of these. */
    void awaitUp(List<Member> added) throws InterruptedException {
        for (Member member : added) {
            balancer.send("add " + member.name + " " + member.release + " " + member.process.awaitUri());
        }
        long start = System.nanoTime();
        for (Member member : added) {
            while (!member.state.equals("up")) {
                if (!member.process.alive() || System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException(
                            "Instance " + member.name + " is not ready; see " + member.process.log());
                }
                Thread.sleep(10);
            }
        }
    }

    /** Kills an instance by SIGKILL. The balancer is not told: it finds out. */
    void kill(Member member) {
        member.process.kill();
        member.process.awaitEnd(PATIENCE);
    }

    /** Lets instances finish by SIGTERM, and waits until they have ended. */
    void retire(List<Member> leaving) {
        leaving.forEach(member -> member.process.terminate());
        for (Member member : leaving) {
            if (!member.process.awaitEnd(PATIENCE)) {
                throw new IllegalStateException("Instance " + member.name + " should end when asked to");
            }
        }
        forget(leaving);
    }

    /** Takes instances that have ended out of the balancer. */
    void forget(List<Member> ended) {
        ended.forEach(member -> balancer.send("remove " + member.name));
    }

    /** Shares requests out among releases, for instance {@code v1=9 v2=1}; without any, makes no difference. */
    void weigh(String shares) {
        balancer.send("weigh " + shares);
    }

    /** Has a new key made in each ring that there is, one shared by all instances or one of each, and waits for it. */
    void rotateKeys() throws InterruptedException {
        List<Member> serving = serving();
        for (Member member : mode.shared() ? serving.subList(0, 1) : serving) {
            member.rotateKey();
        }
    }

    /** Kills the shared store, if there is one. */
    void storeDown() {
        if (redis != null) {
            redis.kill();
        }
    }

    /** Brings the shared store back with what it had. */
    void storeUp() {
        if (redis != null) {
            redis.restart();
        }
    }

    private void hear(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("state")) {
            find(words[1]).ifPresent(member -> member.state = words[2].toLowerCase(Locale.ROOT));
        } else if (words[0].equals("forwarded")) {
            for (int i = 1; i < words.length; i++) {
                String[] count = words[i].split("=", 2);
                if (count.length == 2) {
                    find(count[0]).ifPresent(member -> member.served(Long.parseLong(count[1])));
                }
            }
        }
    }

    private Optional<Member> find(String name) {
        return members.stream().filter(member -> member.name.equals(name)).findFirst();
    }

    /** Describes the instances for the picture; who has been gone for a while is left out. */
    ArrayNode json() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        members.stream().filter(Member::inView).forEach(member -> json.add(member.json()));
        return json;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            members.forEach(member -> member.process.kill());
        }
        balancer.kill();
        members.forEach(member -> member.process.awaitEnd(PATIENCE));
        balancer.awaitEnd(PATIENCE);
        ledger.close();
        if (redis != null) {
            redis.close();
        }
    }

    /** An instance. Thread-safe. */
    final class Member {
        private static final long NANOS_IN_VIEW = 2_500_000_000L;

        private final String name;
        private final String release;
        private final ChildProcess process;
        private final Semaphore rotations = new Semaphore(0);
        private volatile String state = "starting";
        private volatile long goneSince;
        private long served;
        private long servedBefore;
        private long countedAt = System.nanoTime();
        private double rate;

        private Member(String name, String release) {
            this.name = name;
            this.release = release;
            String store = redis == null ? ServiceMain.LOCAL : redis.uri().toString();
            String files =
                    folder.resolve(mode.shared() ? "files" : "files-" + name).toString();
            List<String> args =
                    List.of(name, release, store, files, ledger.uri().toString(), Integer.toString(requestMillis));
            this.process = ChildProcess.start("instance-" + name, ServiceMain.class, args, folder, this::heard);
            process.send("seal " + sealKey);
        }

        private void heard(String line) {
            if (line.equals(ServiceMain.ROTATED)) {
                rotations.release();
            } else if (line.startsWith("store=")) {
                storeTimes.add(line.substring("store=".length()));
            }
        }

        String name() {
            return name;
        }

        String release() {
            return release;
        }

        /** Tells where the instance itself listens, behind the balancer. */
        URI uri() {
            return process.awaitUri();
        }

        /** Asks the instance itself, past the balancer, and tells how it answers. */
        String answer(String path) throws IOException {
            HttpURLConnection connection =
                    (HttpURLConnection) uri().resolve(path).toURL().openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            int status = connection.getResponseCode();
            @Nullable String retryAfter = connection.getHeaderField("Retry-After");
            return status + (retryAfter == null ? "" : " with Retry-After: " + retryAfter);
        }

        /** Lets the instance hang, as if its machine did. */
        void pauseFor(Duration time) {
            process.pauseFor(time);
        }

        private void rotateKey() throws InterruptedException {
            process.send("rotate");
            if (!rotations.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Instance " + name + " makes no new key; see " + process.log());
            }
        }

        private synchronized void served(long now) {
            long time = System.nanoTime();
            rate = (now - servedBefore) * 1e9 / Math.max(1, time - countedAt);
            servedBefore = now;
            countedAt = time;
            served = now;
        }

        private boolean inView() {
            if (process.alive()) {
                return true;
            }
            if (goneSince == 0) {
                goneSince = System.nanoTime();
            }
            return System.nanoTime() - goneSince < NANOS_IN_VIEW;
        }

        private synchronized ObjectNode json() {
            String shown = process.alive() ? state : state.equals("draining") ? "ended" : "killed";
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("name", name)
                    .put("release", release)
                    .put("state", shown)
                    .put("served", served)
                    .put("rate", process.alive() ? Math.round(rate) : 0);
        }
    }
}
