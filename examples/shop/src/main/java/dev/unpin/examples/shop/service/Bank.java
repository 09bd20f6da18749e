package dev.unpin.examples.shop.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

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
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 204) {
                throw new IOException("The bank answers " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the bank", e);
        }
    }
}
