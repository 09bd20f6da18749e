package dev.unpin.examples.shop.service;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a customer has put aside. Immutable, so that "add one" can be applied again to whatever another instance has
 * stored meanwhile.
 *
 * @param quantities how many of each product
 * @param number names these very contents, if there are any: the key under which they are ordered once
 */
record Cart(SortedMap<String, Integer> quantities, String number) {
    private static final int MOST_OF_ONE = 9_999;
    private static final int NUMBER_LENGTH = 23;

    Cart {
        quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
    }

    static Cart empty() {
        return new Cart(Collections.emptySortedMap(), "");
    }

    /** Makes up a number for contents to come. */
    static String newNumber() {
        return UUID.randomUUID().toString().substring(0, NUMBER_LENGTH);
    }

    Cart plusOne(Product product, String newNumber) {
        TreeMap<String, Integer> more = new TreeMap<>(quantities);
        more.merge(product.sku(), 1, (before, one) -> Math.min(MOST_OF_ONE, before + one));
        return new Cart(more, newNumber);
    }

    Cart minusOne(Product product, String newNumber) {
        TreeMap<String, Integer> fewer = new TreeMap<>(quantities);
        fewer.computeIfPresent(product.sku(), (sku, before) -> before > 1 ? before - 1 : null);
        return new Cart(fewer, newNumber);
    }

    /** Takes out what has been ordered; what has changed since stays as it is. */
    Cart without(Order order) {
        return number.equals(order.number()) ? empty() : this;
    }

    int pieces() {
        return quantities.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Adds up what is still in the catalog: a cart may be older than the catalog. */
    long cents() {
        return quantities.entrySet().stream().mapToLong(Cart::cents).sum();
    }

    private static long cents(Map.Entry<String, Integer> line) {
        return Catalog.find(line.getKey()).map(Product::cents).orElse(0L) * line.getValue();
    }
}
