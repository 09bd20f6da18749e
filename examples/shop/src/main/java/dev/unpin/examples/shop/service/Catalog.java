package dev.unpin.examples.shop.service;

import java.util.List;
import java.util.Optional;

/** What the shop sells: the same in every instance, so it needs no store. */
final class Catalog {
    static final List<Product> PRODUCTS = List.of(
            new Product("teapot", "Teapot", "Stoneware; loses not a drop", 3900),
            new Product("cup", "Cup", "Holds 250 ml and its heat", 1400),
            new Product("kettle", "Kettle", "Steel, whistles politely; twenty were made", 5200, 20),
            new Product("sencha", "Sencha", "Green, from the first harvest", 1250),
            new Product("assam", "Assam", "Black, stands up to milk", 980),
            new Product("honey", "Honey", "Lime blossom, 250 g", 760));

    private Catalog() {}

    static Optional<Product> find(String sku) {
        return PRODUCTS.stream().filter(product -> product.sku().equals(sku)).findFirst();
    }
}
