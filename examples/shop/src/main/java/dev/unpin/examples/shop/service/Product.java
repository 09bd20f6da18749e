package dev.unpin.examples.shop.service;

/**
 * Something to buy.
 *
 * @param sku its name in addresses and carts
 * @param name its name for people
 * @param blurb one line about it
 * @param cents its price
 * @param edition how many there are; 0 if there are always enough
 */
record Product(String sku, String name, String blurb, long cents, int edition) {
    /** Describes something of which there is always enough. */
    Product(String sku, String name, String blurb, long cents) {
        this(sku, name, blurb, cents, 0);
    }

    boolean limited() {
        return edition > 0;
    }
}
