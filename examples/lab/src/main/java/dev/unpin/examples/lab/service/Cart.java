package dev.unpin.examples.lab.service;

/**
 * What a user has put into their cart.
 *
 * @param owner whose it is, by their own word; empty for a new one
 * @param pieces how many pieces are in it
 */
record Cart(String owner, long pieces) {
    static Cart empty() {
        return new Cart("", 0);
    }

    /** Adds a piece. The first who does so is the owner. */
    Cart plusOne(String user) {
        return new Cart(owner.isEmpty() ? user : owner, pieces + 1);
    }
}
