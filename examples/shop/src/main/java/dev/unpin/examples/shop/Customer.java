package dev.unpin.examples.shop;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who shops, and knows what should be in their cart. Used by one thread, but for the browser. */
final class Customer {
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
}
