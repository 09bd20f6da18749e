package dev.unpin.examples.shop.service;

import java.util.Map;

/** The frame of every page, and how text gets into it. */
public final class Html {
    /** What every page says to browsers: nothing from elsewhere, nothing inline, not inside other pages. */
    public static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
            policy("'self'"),
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin");

    private Html() {}

    /** What a page may do in browsers, whose forms may lead to these places. */
    static String policy(String formAction) {
        return "default-src 'self'; base-uri 'none'; form-action " + formAction + "; frame-ancestors 'none'";
    }

    /** Makes text harmless between tags and in quoted attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /**
     * Frames a page.
     *
     * @param title text
     * @param navigation HTML at the right end of the header
     * @param main HTML from {@code <main>} to the end of the page
     */
    public static String page(String title, String navigation, String main) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s · Loose Leaf</title>
                <link rel="icon" href="/assets/leaf.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/assets/shop.css">
                <script src="/fleet/strip.js" defer></script>
                </head>
                <body>
                <a class="skip" href="#main">Skip to content</a>
                <header class="bar">
                <a class="brand" href="/"><img src="/assets/leaf.svg" alt="" width="28" height="28">Loose Leaf</a>
                <nav aria-label="Shop">%s</nav>
                </header>
                %s
                </body>
                </html>
                """.formatted(escape(title), navigation, main);
    }
}
