package dev.unpin.examples.shop.payment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was charged, once per key. Thread-safe. */
final class Ledger {
    private final List<Charge> charges = new ArrayList<>();
    private final Map<String, Charge> byKey = new HashMap<>();
    private int requests;

    /**
     * Money taken.
     *
     * @param order for what
     * @param cents how much
     * @param by which instance asked
     */
    record Charge(String order, long cents, String by) {}

    /** Charges, unless that has been done under this key. */
    synchronized void charge(String key, Charge charge) {
        requests++;
        if (byKey.putIfAbsent(key, charge) == null) {
            charges.add(charge);
        }
    }

    synchronized List<Charge> charges() {
        return List.copyOf(charges);
    }

    /** Tells how often it was asked to charge, repetitions included. */
    synchronized int requests() {
        return requests;
    }
}
