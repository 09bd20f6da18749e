package dev.unpin.idempotency.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.UnpinException;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.Fingerprint;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.IdempotentOperation;
import dev.unpin.idempotency.Run;
import dev.unpin.redis.RedisBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One of several instances of a payment service, as a process of its own: a line with a key is a request, and the line
 * that comes back its answer. It ends when its standard input does, so that it never outlives the test.
 */
final class InstanceMain {
    static final Duration LEASE = Duration.ofMillis(800);
    private static final int LONGEST_WORK_MILLIS = 25;

    private final IdempotentOperation<String> payments;
    private final int ledgerPort;

    private InstanceMain(RedisBackend redis, int ledgerPort) {
        this.ledgerPort = ledgerPort;
        this.payments = Idempotency.create(RedisIdempotencyStore.create(redis))
                .operation("pay", Text.CODEC, AfterCrash.RERUN, o -> o.lease(LEASE));
    }

    public static void main(String[] args) throws IOException {
        RedisBackend redis = RedisBackend.builder("fleet")
                .single(args[0])
                .deadline(Duration.ofSeconds(10))
                .build();
        InstanceMain instance = new InstanceMain(redis, Integer.parseInt(args[1]));
        try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            new Thread(InstanceMain::endWithTheTest).start();
            System.out.println(server.getLocalPort());
            while (true) {
                Socket client = server.accept();
                new Thread(() -> instance.serve(client)).start();
            }
        }
    }

    private static void endWithTheTest() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written to it.
            }
        } catch (IOException e) {
            // Gone as well.
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve(Socket client) {
        try (client;
                Socket ledger = new Socket(InetAddress.getLoopbackAddress(), ledgerPort);
                Lines requests = new Lines(client);
                Lines charges = new Lines(ledger)) {
            for (String key = requests.read(); key != null; key = requests.read()) {
                requests.write(answer(key, charges));
            }
        } catch (IOException e) {
            // The client will ask elsewhere.
        }
    }

    private String answer(String key, Lines charges) throws IOException {
        try {
            return "OK " + payments.run("user", key, Fingerprint.of(key), run -> pay(key, run, charges));
        } catch (UnpinException e) {
            return "LATER " + e.code();
        }
    }

    /** Slow on both sides of the effect, so that whoever kills or pauses this process does it in the middle. */
    private static String pay(String key, Run run, Lines charges) throws IOException {
        work();
        charges.write(key + " " + run.keyFor("psp"));
        String receipt = charges.read();
        if (receipt == null) {
            throw new IOException("the ledger is gone");
        }
        work();
        return receipt;
    }

    private static void work() {
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(LONGEST_WORK_MILLIS)));
    }

    /** Lines over a socket. */
    static final class Lines implements AutoCloseable {
        private final BufferedReader in;
        private final PrintWriter out;

        Lines(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            out = new PrintWriter(socket.getOutputStream(), true, UTF_8);
        }

        @org.jspecify.annotations.Nullable
        String read() throws IOException {
            return in.readLine();
        }

        void write(String line) throws IOException {
            out.println(line);
            if (out.checkError()) {
                throw new IOException("the other side is gone");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
