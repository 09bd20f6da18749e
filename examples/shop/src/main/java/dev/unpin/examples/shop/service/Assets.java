package dev.unpin.examples.shop.service;

import dev.unpin.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The style sheet and the pictures: read once, and nothing else can be asked for. */
final class Assets {
    private final Map<String, HttpAnswer> byName = new HashMap<>();

    private Assets() {}

    static Assets load() {
        Assets assets = new Assets();
        assets.add("shop.css", "text/css; charset=utf-8");
        assets.add("leaf.svg", "image/svg+xml");
        Catalog.PRODUCTS.forEach(product -> assets.add(product.sku() + ".svg", "image/svg+xml"));
        return assets;
    }

    private void add(String name, String type) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The shop lacks its file " + name);
            }
            byName.put(
                    name, HttpAnswer.bytes(200, type, in.readAllBytes()).withHeader("Cache-Control", "max-age=3600"));
        } catch (IOException e) {
            throw new UncheckedIOException("The shop cannot read its file " + name, e);
        }
    }

    /** Answers by a file's name. */
    HttpAnswer find(String name) {
        return byName.getOrDefault(name, HttpAnswer.text(404, "No such file"));
    }
}
