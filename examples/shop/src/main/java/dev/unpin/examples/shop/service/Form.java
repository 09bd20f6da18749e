package dev.unpin.examples.shop.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a form or a query: few and short, or not read at all. */
final class Form {
    private static final int MAX_BYTES = 4 * 1024;
    private static final int MAX_FIELDS = 16;

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    static Form posted(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
        return parse(body.length > MAX_BYTES ? "" : new String(body, UTF_8));
    }

    static Form query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return parse(query == null || query.length() > MAX_BYTES ? "" : query);
    }

    private static Form parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&", MAX_FIELDS)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new Form(fields);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // A broken escape sequence: no field is worth guessing.
        }
    }

    /** Returns a field without surrounding space, or an empty text. */
    String field(String name) {
        return fields.getOrDefault(name, "").strip();
    }
}
