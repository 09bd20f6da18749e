package dev.unpin.examples.shop.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.unpin.examples.fleet.Parent;
import dev.unpin.http.HttpAnswer;
import dev.unpin.web.jdk.HttpAnswers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Stands for a payment provider. It takes an {@code Idempotency-Key}, as the real ones do, and charges once for each.
 * Beside that, the demonstration can read its books, and have its answers wait.
 */
public final class BankService implements HttpHandler {
    private static final int LONGEST_BODY = 1024;

    private final Ledger ledger = new Ledger();
    private final Gate gate = new Gate();
    private final Statement statement = new Statement(ledger);

    private BankService() {}

    /**
     * Starts it on a free port of loopback, which it prints.
     *
     * @param args nothing
     * @throws IOException if it cannot listen
     */
    public static void main(String[] args) throws IOException {
        Parent.obey(command -> {});
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", new BankService());
        server.start();
        System.out.println("port=" + server.getAddress().getPort());
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpAnswers.send(exchange, answer(exchange));
    }

    private HttpAnswer answer(HttpExchange exchange) throws IOException {
        return switch (exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath()) {
            case "POST /charges" -> charge(exchange);
            case "GET /charges" -> charges();
            case "POST /answers/hold" -> {
                gate.shut();
                yield HttpAnswer.of(204);
            }
            case "POST /answers/release" -> {
                gate.open();
                yield HttpAnswer.of(204);
            }
            case "GET /statement" -> statement.page(exchange.getRequestURI());
            case "GET /statement/readers" -> statement.readers();
            case "POST /statement/hold" -> statement.hold();
            case "POST /statement/next" -> statement.next();
            case "POST /statement/release" -> statement.release();
            default -> HttpAnswer.text(404, "No such page");
        };
    }

    private HttpAnswer charge(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String[] words = new String(exchange.getRequestBody().readNBytes(LONGEST_BODY), UTF_8).split(" ", -1);
        if (key == null || words.length != 3) {
            return HttpAnswer.text(400, "A charge needs a key, and names order, cents and who asks");
        }
        ledger.charge(key, new Ledger.Charge(words[0], Long.parseLong(words[1]), words[2]));
        gate.pass(words[2]);
        return HttpAnswer.of(204);
    }

    private HttpAnswer charges() {
        String lines = ledger.charges().stream()
                .map(charge -> charge.order() + " " + charge.cents() + " " + charge.by())
                .collect(Collectors.joining("\n"));
        return HttpAnswer.text(200, lines).withHeader("Requests", Integer.toString(ledger.requests()));
    }
}
