package dev.unpin.examples.shop.service;

import static dev.unpin.examples.shop.service.Html.escape;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shop's pages. They work without scripts. */
final class Pages {
    private final String instance;

    Pages(String instance) {
        this.instance = instance;
    }

    /**
     * Who is looking, and what is in their cart.
     *
     * @param owner who has signed in, if anybody
     * @param cart their cart
     */
    record Visitor(Optional<String> owner, Cart cart) {}

    String shop(Visitor visitor, Map<String, Integer> left, String notice) {
        String cards =
                Catalog.PRODUCTS.stream().map(product -> card(product, left)).collect(Collectors.joining("\n"));
        return page("Tea and what it takes", visitor, """
                <h1>Tea and what it takes</h1>
                %s
                <ul class="cards">
                %s
                </ul>
                """.formatted(notice(notice), cards));
    }

    String cart(Visitor visitor, String notice) {
        return page("Your cart", visitor, """
                <h1>Your cart</h1>
                %s
                %s
                %s
                """.formatted(
                        notice(notice), lines(visitor.cart()), visitor.cart().pieces() == 0 ? "" : checkout(visitor)));
    }

    private static String checkout(Visitor visitor) {
        return visitor.owner().isEmpty()
                ? "<p class=\"after\"><a href=\"/sign-in\">Sign in</a> to check out.</p>"
                : """
                <form class="after" method="post" action="/checkout">
                <input type="hidden" name="order" value="%s">
                <span class="hint">Press as often as you like: you pay once.</span>
                <button class="primary">Order and pay</button>
                </form>""".formatted(escape(visitor.cart().number()));
    }

    String signIn(Visitor visitor, String complaint) {
        return page("Sign in", visitor, """
                <h1>Sign in</h1>
                %s
                <form class="panel" method="post" action="/sign-in">
                <label for="name">Your name</label>
                <input id="name" name="name" required maxlength="40" autocomplete="nickname" autofocus>
                <button class="primary">Sign in</button>
                <p class="hint">A demo: any name will do, and nobody asks for a password. What you have in your cart stays in it;
                the cookie is replaced by a new one.</p>
                </form>
                """.formatted(notice(complaint)));
    }

    String notFound(Visitor visitor) {
        return page("Not here", visitor, "<h1>Not here</h1>\n<p>This shop has no such page.</p>");
    }

    /** Puts something into the frame that all pages of this instance share. */
    String page(String title, Visitor visitor, String content) {
        return Html.page(title, navigation(visitor), """
                <aside id="fleet" class="fleet" aria-label="Instances">
                <p class="served">This page is from instance <b class="tag">%s</b></p>
                <p class="noscript"><a href="/fleet">All instances</a></p>
                </aside>
                <main id="main" data-owner="%s">
                %s
                </main>
                <footer><p>Every instance of this shop is alike. None of them holds your cart.</p></footer>
                """.formatted(
                        escape(instance), escape(visitor.owner().orElse("")), content));
    }

    private static String navigation(Visitor visitor) {
        String account =
                visitor.owner().map(owner -> """
                        <a href="/devices" class="who">%s<span class="unseen">, your devices</span></a>
                        <form method="post" action="/sign-out"><button class="link">Sign out</button></form>""".formatted(escape(owner))).orElse("<a href=\"/sign-in\">Sign in</a>");
        return """
                <a href="/">Shop</a>
                <a href="/cart">Cart <span class="count"><span class="unseen">with </span>%d<span class="unseen"> items</span></span></a>
                %s""".formatted(visitor.cart().pieces(), account);
    }

    private static String card(Product product, Map<String, Integer> left) {
        return """
                <li class="card">
                <img src="/pictures/%s" alt="" width="240" height="180">
                <h2><a href="/pictures/%s/edit">%s</a></h2>
                <p>%s%s</p>
                <form method="post" action="/cart/add">
                <input type="hidden" name="sku" value="%s">
                <span class="price">%s</span>
                <button class="primary">Add<span class="unseen"> %s to the cart</span></button>
                </form>
                </li>""".formatted(
                        product.sku(),
                        product.sku(),
                        escape(product.name()),
                        escape(product.blurb()),
                        stock(product, left),
                        product.sku(),
                        euros(product.cents()),
                        escape(product.name()));
    }

    private static String stock(Product product, Map<String, Integer> left) {
        if (!product.limited()) {
            return "";
        }
        int pieces = left.getOrDefault(product.sku(), 0);
        return " <b class=\"left\" data-left=\"%d\">%s</b>"
                .formatted(pieces, pieces == 0 ? "Sold out" : pieces + " left");
    }

    private static String lines(Cart cart) {
        if (cart.pieces() == 0) {
            return "<p class=\"empty\">Nothing in it yet. <a href=\"/\">Have a look around.</a></p>";
        }
        String rows = cart.quantities().entrySet().stream().map(Pages::row).collect(Collectors.joining("\n"));
        return """
                <table class="panel">
                <thead><tr><th scope="col">Product</th><th scope="col">Quantity</th><th scope="col" class="sum">Price</th></tr></thead>
                <tbody>
                %s
                </tbody>
                <tfoot><tr><th scope="row" colspan="2">Total</th><td class="sum">%s</td></tr></tfoot>
                </table>
                """.formatted(rows, euros(cart.cents()));
    }

    private static String row(Map.Entry<String, Integer> line) {
        Product product = Catalog.find(line.getKey()).orElseGet(() -> gone(line.getKey()));
        return """
                <tr data-sku="%s" data-quantity="%d">
                <th scope="row"><img src="/pictures/%s" alt="" width="56" height="42">%s</th>
                <td class="quantity">%s<span>%d</span>%s</td>
                <td class="sum">%s</td>
                </tr>""".formatted(
                        product.sku(),
                        line.getValue(),
                        product.sku(),
                        escape(product.name()),
                        step(product, "/cart/remove", "−", "One " + product.name() + " less"),
                        line.getValue(),
                        step(product, "/cart/add", "+", "One " + product.name() + " more"),
                        euros(product.cents() * line.getValue()));
    }

    private static String step(Product product, String action, String sign, String meaning) {
        return """
                <form method="post" action="%s"><input type="hidden" name="sku" value="%s">\
                <input type="hidden" name="from" value="cart"><button aria-label="%s">%s</button></form>""".formatted(action, product.sku(), escape(meaning), sign);
    }

    /** Stands for what an older version of the shop sold. */
    private static Product gone(String sku) {
        return new Product(sku, sku, "No longer sold", 0);
    }

    static String notice(String text) {
        return text.isEmpty() ? "" : "<p class=\"notice\" role=\"status\">" + escape(text) + "</p>";
    }

    static String euros(long cents) {
        return String.format(Locale.ROOT, "€ %d.%02d", cents / 100, cents % 100);
    }
}
