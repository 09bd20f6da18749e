package dev.unpin.examples.shop.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody buys. Immutable.
 *
 * @param number names it, and is the key under which it is placed once
 * @param customer who buys
 * @param quantities how many of each product
 * @param cents what all that costs
 */
record Order(String number, String customer, SortedMap<String, Integer> quantities, long cents) {
    Order {
        quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
    }

    static Order of(Cart cart, String customer) {
        return new Order(cart.number(), customer, cart.quantities(), cart.cents());
    }

    int pieces() {
        return quantities.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What tells one order from another under the same number. */
    byte[] fingerprint() {
        return (number + quantities).getBytes(UTF_8);
    }
}
