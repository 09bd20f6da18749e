package dev.unpin.examples.shop.service;

import dev.unpin.concurrency.Records;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What is left of the products of which there are only so many: a record each, which instances change by turns. */
final class Stock {
    private final Records<Shelf> shelves;

    Stock(Records<Shelf> shelves) {
        this.shelves = shelves;
    }

    /** Tells how many are left, by product. */
    Map<String, Integer> left() {
        Map<String, Integer> left = new HashMap<>();
        for (Product product : Catalog.PRODUCTS) {
            if (product.limited()) {
                left.put(
                        product.sku(),
                        shelves.find(product.sku())
                                .map(shelf -> shelf.value().left())
                                .orElse(product.edition()));
            }
        }
        return left;
    }

    /** Puts all of an order by, or nothing of it. Doing so again changes nothing. */
    boolean take(Order order) {
        for (Product product : Catalog.PRODUCTS) {
            int wanted = order.quantities().getOrDefault(product.sku(), 0);
            if (product.limited() && wanted > 0) {
                Shelf now = change(product, shelf -> shelf.take(order.number(), wanted));
                if (!now.has(order.number())) {
                    forEach(order, shelf -> shelf.giveBack(order.number()));
                    return false;
                }
            }
        }
        return true;
    }

    /** Hands out what was put by for an order. Doing so again changes nothing. */
    void handOut(Order order) {
        forEach(order, shelf -> shelf.handOut(order.number()));
    }

    private void forEach(Order order, UnaryOperator<Shelf> change) {
        for (Product product : Catalog.PRODUCTS) {
            if (product.limited() && order.quantities().containsKey(product.sku())) {
                change(product, change);
            }
        }
    }

    private Shelf change(Product product, UnaryOperator<Shelf> change) {
        return shelves.update(product.sku(), Shelf.of(product.edition()), change)
                .value();
    }
}
