package dev.unpin.examples.shop.service;

/**
 * Something to buy.
 *
 * @param sku its name in addresses and carts
 * @param name its name for people
 * @param blurb one line about it
 * @param cents its price
 */
record Product(String sku, String name, String blurb, long cents) {}
