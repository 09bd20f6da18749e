package dev.unpin.examples.lab.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.unpin.http.HttpAnswer;
import dev.unpin.web.jdk.HttpAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands for a payment provider: it charges once for each key that it is given, and knows afterwards for which purchase
 * it was how often. On loopback only; thread-safe.
 */
public final class Ledger implements AutoCloseable {
    /** What tells one charge from another. */
    public static final String KEY = "Idempotency-Key";

    private static final String CHARGES = "/charges/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "ledger");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> receipts = new HashMap<>();
    private final Map<String, Set<Integer>> charges = new HashMap<>();

    private Ledger(HttpServer server) {
        this.server = server;
    }

    /** Opens an empty one on a free port. */
    public static Ledger open() {
        try {
            Ledger ledger =
                    new Ledger(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            ledger.server.setExecutor(ledger.threads);
            ledger.server.createContext(CHARGES, ledger::serve);
            ledger.server.start();
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger cannot listen", e);
        }
    }

    /** Tells where charges go: the name of the purchase follows. */
    public URI uri() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + CHARGES);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String purchase = exchange.getRequestURI().getPath().substring(CHARGES.length());
        String key = exchange.getRequestHeaders().getFirst(KEY);
        HttpAnswers.send(
                exchange,
                key == null
                        ? HttpAnswer.problem(400, "No key", "A charge needs a key.")
                        : HttpAnswer.text(200, "receipt-%06d".formatted(charge(purchase, key))));
    }

    private synchronized int charge(String purchase, String key) {
        int receipt = receipts.computeIfAbsent(key, unknown -> receipts.size() + 1);
        charges.computeIfAbsent(purchase, first -> new HashSet<>()).add(receipt);
        return receipt;
    }

    /**
     * Compares the books with what users were told.
     *
     * @param paid how many purchases of each user have been acknowledged, in order from 1
     * @return how many charges there are, how many of them for a purchase that was charged already, and how many
     *     acknowledged purchases have none
     */
    public synchronized ObjectNode audit(JsonNode paid) {
        int twice = 0;
        for (Set<Integer> of : charges.values()) {
            twice += of.size() - 1;
        }
        int lost = 0;
        for (Map.Entry<String, JsonNode> user : paid.properties()) {
            for (int purchase = 1; purchase <= user.getValue().asInt(); purchase++) {
                lost += charges.containsKey(user.getKey() + "-" + purchase) ? 0 : 1;
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("charges", receipts.size())
                .put("twice", twice)
                .put("lost", lost);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
