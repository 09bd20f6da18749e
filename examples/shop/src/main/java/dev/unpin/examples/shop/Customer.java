package dev.unpin.examples.shop;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who shops, and knows what should be in their cart. Used by one thread, but for the browser. */
final class Customer {
    private static final int MOST_TRIES = 100;
    private static final int PAUSE_MILLIS = 200;

    private final String name;
    private final Browser browser;
    private final Map<String, Integer> cart = new TreeMap<>();

    Customer(String name, Browser browser) {
        this.name = name;
        this.browser = browser;
    }

    String name() {
        return name;
    }

    Browser browser() {
        return browser;
    }

    /** Notes what the customer has put into the cart. */
    void has(String sku, int more) {
        cart.merge(sku, more, Integer::sum);
    }

    /** Notes that the customer has bought what was in the cart. */
    void hasPaid() {
        cart.clear();
    }

    int pieces() {
        return cart.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Looks into the cart through some instance. */
    Answer expectCart() throws IOException {
        return expectCart(browser.get("/cart"));
    }

    /** Checks what an instance shows as this customer's cart. */
    Answer expectCart(Answer page) {
        BrokenPromise.unless(
                page.status() == 200 && page.cart().equals(cart),
                "%s's cart should hold %s, but instance %s shows %s"
                        .formatted(name, cart, page.servedBy(), page.status() == 200 ? page.cart() : page.status()));
        return page;
    }

    /** Signs in with any browser. */
    Answer signIn(Browser with) throws IOException {
        Answer signedIn = with.post("/sign-in", "name", name);
        BrokenPromise.unless(signedIn.status() == 303, "sign-in should succeed, but answers " + signedIn.status());
        return signedIn;
    }

    /** Adds one as a careful person does: after an add that went wrong they look, and repeat it if it is not there. */
    void add(String sku) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_TRIES; i++) {
            if (browser.post("/cart/add", "sku", sku).status() == 303
                    || browser.get("/cart").cart().containsKey(sku)) {
                has(sku, 1);
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new BrokenPromise(name + " should be able to add " + sku + ", but is not");
    }

    /**
     * Presses until there is an answer, which needs no care at all: an order is placed once.
     *
     * @return where the answer sends the customer
     */
    String order(String number) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_TRIES; i++) {
            Answer answer = browser.post("/checkout", "order", number);
            if (answer.status() == 303) {
                return answer.header("Location").orElse("");
            }
            BrokenPromise.unless(
                    answer.status() == 409 || answer.status() >= 502,
                    "an order should go through or ask to be repeated, but the answer is " + answer.status());
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new BrokenPromise("the order should go through in the end, but did not");
    }
}
