package dev.unpin.examples.shop;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tab in which a customer adds the same product again and again, and keeps count. After a request that got no answer
 * they do what a careful person does: look at the cart, and repeat only what is not in it.
 */
final class Tab implements Callable<Tab> {
    /** People do not click faster, and nobody else adds this product to this cart. */
    private static final Duration BETWEEN_CLICKS = Duration.ofMillis(15);

    private static final int MOST_LOOKS = 200;

    private final Customer customer;
    private final Browser browser;
    private final String sku;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger added = new AtomicInteger();
    private int before;
    private int unanswered;
    private int arrived;

    Tab(Customer customer, String sku) {
        this.customer = customer;
        this.browser = customer.browser();
        this.sku = sku;
    }

    /** Shops until told to stop. */
    @Override
    public Tab call() throws IOException, InterruptedException {
        before = look();
        while (!stopped.get()) {
            addOne();
            Thread.sleep(BETWEEN_CLICKS.toMillis());
        }
        return this;
    }

    void stop() {
        stopped.set(true);
    }

    String sku() {
        return sku;
    }

    /** Has the customer note what this tab has added. */
    void note() {
        customer.has(sku, added.get());
    }

    /** How many were added, as far as answers and looks at the cart have told. */
    int added() {
        return added.get();
    }

    /** How many requests got no answer from an instance. */
    int unanswered() {
        return unanswered;
    }

    /** How many of these had taken effect all the same. */
    int arrived() {
        return arrived;
    }

    private void addOne() throws IOException, InterruptedException {
        int status = status();
        if (status == 303) {
            added.incrementAndGet();
        } else if (status != 409) { // 409 says that nothing was stored: repeating is safe
            unanswered++;
            int expected = before + added.get();
            int seen = look();
            BrokenPromise.unless(
                    seen == expected || seen == expected + 1,
                    "after an add without an answer the cart should hold %d or %d of %s, but holds %d"
                            .formatted(expected, expected + 1, sku, seen));
            if (seen > expected) {
                arrived++;
                added.incrementAndGet();
            }
        }
    }

    private int status() {
        try {
            return browser.post("/cart/add", "sku", sku).status();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Looking changes nothing, so it may be repeated until somebody answers. */
    private int look() throws IOException, InterruptedException {
        for (int i = 0; i < MOST_LOOKS; i++) {
            Answer answer = browser.get("/cart");
            if (answer.status() == 200) {
                return answer.cart().getOrDefault(sku, 0);
            }
            Thread.sleep(BETWEEN_CLICKS.toMillis());
        }
        throw new BrokenPromise("some instance should show the cart, but none did");
    }
}
