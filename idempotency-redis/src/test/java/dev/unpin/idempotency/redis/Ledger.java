package dev.unpin.idempotency.redis;

import dev.unpin.idempotency.redis.InstanceMain.Lines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The payment provider: it honours idempotency keys, and is the only place where effects are counted. A line with what
 * is to be paid and a key is a request, and the receipt comes back.
 */
final class Ledger implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, String> receipts = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> keysByPurpose = new ConcurrentHashMap<>();
    private final AtomicInteger effects = new AtomicInteger();
    private final AtomicInteger repetitions = new AtomicInteger();

    private Ledger(ServerSocket server) {
        this.server = server;
    }

    static Ledger start() throws IOException {
        Ledger ledger = new Ledger(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
        daemon(ledger::accept);
        return ledger;
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many payments there were. */
    int effects() {
        return effects.get();
    }

    /** How often a payment was asked for that had been made. */
    int repetitions() {
        return repetitions.get();
    }

    /** With how many different keys each payment was asked for. */
    Map<String, Set<String>> keysByPurpose() {
        return keysByPurpose;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                Lines lines = new Lines(client)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                lines.write(charge(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
            }
        } catch (IOException e) {
            // An instance has died.
        }
    }

    private String charge(String purpose, String key) {
        keysByPurpose
                .computeIfAbsent(purpose, p -> ConcurrentHashMap.newKeySet())
                .add(key);
        boolean[] made = {false};
        String receipt = receipts.computeIfAbsent(key, k -> {
            made[0] = true;
            return "receipt-" + effects.incrementAndGet();
        });
        if (!made[0]) {
            repetitions.incrementAndGet();
        }
        return receipt;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "ledger");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
