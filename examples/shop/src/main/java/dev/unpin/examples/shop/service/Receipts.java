package dev.unpin.examples.shop.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.blob.BlobAnswer;
import dev.unpin.blob.BlobNotFoundException;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.http.RequestHeaders;
import java.util.Base64;
import java.util.Optional;

/** What customers get for their books: each of them sees their own, and there is no key that leads to another's. */
final class Receipts {
    private final Blobs blobs;
    private final Checkout checkout;

    Receipts(Blobs blobs, Checkout checkout) {
        this.blobs = blobs;
        this.checkout = checkout;
    }

    /**
     * Answers with a customer's receipt, to be saved as a file. It is written when it is first asked for, out of the
     * order, by whichever instance that is: paying waits for no more stores than it must, and fails with none of them.
     */
    Optional<BlobAnswer> answer(String number, String customer, RequestHeaders request) {
        Optional<BlobAnswer> written = find(number, customer, request);
        if (written.isPresent()) {
            return written;
        }
        Optional<Order> order = checkout.find(number, customer);
        order.ifPresent(this::write);
        return order.flatMap(paid -> find(number, customer, request));
    }

    private Optional<BlobAnswer> find(String number, String customer, RequestHeaders request) {
        try {
            return Optional.of(of(customer).answer(number, request, o -> o.fileName("receipt-" + number + ".txt")));
        } catch (BlobNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Two instances that do so at once write the same. */
    private void write(Order order) {
        StringBuilder text = new StringBuilder("Loose Leaf\nReceipt for order " + order.number() + "\n\n");
        order.quantities()
                .forEach((sku, quantity) -> text.append(
                        quantity + " x " + Catalog.find(sku).map(Product::name).orElse(sku) + "\n"));
        text.append("\nPaid: " + Pages.euros(order.cents()) + "\n");
        of(order.customer())
                .put(order.number(), BlobSource.of(text.toString()), o -> o.contentType("text/plain; charset=utf-8"));
    }

    /** Names may hold anything, keys may not. */
    private Blobs of(String customer) {
        return blobs.scoped(
                "receipts/" + Base64.getUrlEncoder().withoutPadding().encodeToString(customer.getBytes(UTF_8)));
    }
}
