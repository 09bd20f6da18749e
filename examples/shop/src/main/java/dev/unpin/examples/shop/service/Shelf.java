package dev.unpin.examples.shop.service;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left of a product, and what is put by for orders that are being paid. An order is recognised by its number,
 * so that taking twice for the same one takes once. Immutable.
 *
 * @param left how many can still be had
 * @param putBy how many for which order
 */
record Shelf(int left, SortedMap<String, Integer> putBy) {
    Shelf {
        putBy = Collections.unmodifiableSortedMap(new TreeMap<>(putBy));
    }

    static Shelf of(int pieces) {
        return new Shelf(pieces, Collections.emptySortedMap());
    }

    /** Puts pieces by for an order if there are enough; else changes nothing. */
    Shelf take(String order, int pieces) {
        if (has(order) || pieces > left) {
            return this;
        }
        TreeMap<String, Integer> more = new TreeMap<>(putBy);
        more.put(order, pieces);
        return new Shelf(left - pieces, more);
    }

    boolean has(String order) {
        return putBy.containsKey(order);
    }

    /** Gives back what was put by. */
    Shelf giveBack(String order) {
        return new Shelf(left + putBy.getOrDefault(order, 0), without(order));
    }

    /** Hands out what was put by. */
    Shelf handOut(String order) {
        return new Shelf(left, without(order));
    }

    private SortedMap<String, Integer> without(String order) {
        TreeMap<String, Integer> rest = new TreeMap<>(putBy);
        rest.remove(order);
        return rest;
    }
}
