package dev.unpin.examples.shop;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser got for a request.
 *
 * @param status the HTTP status
 * @param headers by name, regardless of case; of several of one name the last
 * @param body the page
 */
record Answer(int status, Map<String, String> headers, String body) {
    private static final Pattern OWNER = Pattern.compile("data-owner=\"([^\"]*)\"");
    private static final Pattern LINE = Pattern.compile("data-sku=\"([^\"]*)\" data-quantity=\"(\\d+)\"");

    private static final Pattern ORDER = Pattern.compile("name=\"order\" value=\"([^\"]*)\"");
    private static final Pattern LEFT = Pattern.compile("data-left=\"(\\d+)\"");
    private static final Pattern DEVICE = Pattern.compile("data-device=\"([^\"]*)\" data-label=\"([^\"]*)\"");

    /** Reads a whole answer, up to where the server has closed the connection. */
    static Answer parse(byte[] bytes) throws IOException {
        return parse(bytes, StandardCharsets.UTF_8);
    }

    /** Reads an answer whose body is no text, with a character for every byte. */
    static Answer parseBytes(byte[] bytes) throws IOException {
        return parse(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Answer parse(byte[] bytes, Charset charset) throws IOException {
        String text = new String(bytes, charset);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            throw new IOException("The connection closed without an answer");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        text.substring(0, end).lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, Math.max(0, colon)),
                    line.substring(colon + 1).strip());
        });
        String body = text.substring(end + 4);
        String length = headers.get("Content-Length");
        if (length != null && Integer.parseInt(length) != body.getBytes(charset).length) {
            throw new IOException("The connection closed in the middle of an answer");
        }
        int status = Integer.parseInt(text.substring(9, 12));
        return new Answer(status, Collections.unmodifiableMap(headers), body);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns the body of {@link #parseBytes}. */
    byte[] bytes() {
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Names the instance that answered; empty if the balancer did. */
    String servedBy() {
        return headers.getOrDefault("Served-By", "");
    }

    /** Reads from a page who is signed in; empty for nobody. */
    String owner() {
        Matcher owner = OWNER.matcher(body);
        return owner.find() ? owner.group(1) : "";
    }

    /** Reads the cart's page: how many of each product. */
    Map<String, Integer> cart() {
        Map<String, Integer> cart = new TreeMap<>();
        LINE.matcher(body).results().forEach(line -> cart.put(line.group(1), Integer.valueOf(line.group(2))));
        return cart;
    }

    /** Reads the page of devices: their labels by id. */
    Map<String, String> devices() {
        Map<String, String> devices = new TreeMap<>();
        DEVICE.matcher(body).results().forEach(device -> devices.put(device.group(1), device.group(2)));
        return devices;
    }

    /** Reads the cart's page: the number under which its contents are ordered; empty if they cannot be. */
    String orderNumber() {
        Matcher order = ORDER.matcher(body);
        return order.find() ? order.group(1) : "";
    }

    /** Reads the shop's page: how many are left of what is limited; -1 if it does not say. */
    int left() {
        Matcher left = LEFT.matcher(body);
        return left.find() ? Integer.parseInt(left.group(1)) : -1;
    }
}
