package dev.unpin.examples.shop.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The shop's side of the payment provider. */
final class Bank {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI address;
    private final String instance;

    Bank(URI address, String instance) {
        this.address = address;
        this.instance = instance;
    }

    /**
     * Has the customer of an order charged.
     *
     * @param key the same for every attempt: the bank charges once for it
     * @throws IOException if it is not known whether that has happened
     */
    void charge(Order order, String key) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/charges"))
                .timeout(PATIENCE)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(order.number() + " " + order.cents() + " " + instance))
                .build();
        send(request, 204);
    }

    /**
     * Reads what customers were charged, a page at a time.
     *
     * @param from how many charges to pass over
     * @return the next ones in their order; none if there are no more
     */
    List<DayBook.Line> statement(int from) throws IOException {
        URI page = address.resolve("/statement?from=" + from + "&by=" + instance);
        String lines = send(HttpRequest.newBuilder(page).timeout(PATIENCE).GET().build(), 200);
        return lines.lines().map(DayBook.Line::parse).toList();
    }

    private String send(HttpRequest request, int expected) throws IOException {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new IOException("The bank answers " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the bank", e);
        }
    }
}
