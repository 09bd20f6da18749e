package dev.unpin.examples.shop.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.unpin.http.HttpAnswer;
import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.web.jdk.HttpAnswers;
import dev.unpin.web.jdk.SessionFilter;
import java.io.IOException;
import java.util.Optional;

/** What the shop does: browse, cart, sign in, sign out. It keeps nothing between two requests. */
final class Shop implements HttpHandler {
    private static final SessionKey<Cart> CART = SessionKey.of("cart", Cart.class, Cart::empty);
    private static final int LONGEST_NAME = 40;

    private final String instance;
    private final Pages pages;
    private final Assets assets = Assets.load();

    Shop(String instance) {
        this.instance = instance;
        this.pages = new Pages(instance);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpAnswers.send(exchange, answer(exchange));
    }

    private HttpAnswer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/assets/")) {
            return assets.find(path.substring("/assets/".length()));
        }
        Session session = SessionFilter.session(exchange);
        return switch (exchange.getRequestMethod() + " " + path) {
            case "GET /" -> page(200, pages.shop(visitor(session), notice(Form.query(exchange))));
            case "GET /cart" -> page(200, pages.cart(visitor(session)));
            case "GET /sign-in" -> page(200, pages.signIn(visitor(session), ""));
            case "POST /cart/add" -> add(session, Form.posted(exchange));
            case "POST /cart/remove" -> remove(session, Form.posted(exchange));
            case "POST /sign-in" -> signIn(session, Form.posted(exchange));
            case "POST /sign-out" -> signOut(session);
            default -> page(404, pages.notFound(visitor(session)));
        };
    }

    private HttpAnswer add(Session session, Form form) {
        Optional<Product> product = Catalog.find(form.field("sku"));
        if (product.isEmpty()) {
            return page(404, pages.notFound(visitor(session)));
        }
        session.update(CART, cart -> cart.plusOne(product.get()));
        return seeOther(
                form.field("from").equals("cart")
                        ? "/cart"
                        : "/?added=" + product.get().sku() + "&by=" + instance);
    }

    private HttpAnswer remove(Session session, Form form) {
        Catalog.find(form.field("sku")).ifPresent(product -> session.update(CART, cart -> cart.minusOne(product)));
        return seeOther("/cart");
    }

    private HttpAnswer signIn(Session session, Form form) {
        String name = form.field("name");
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return page(400, pages.signIn(visitor(session), "Please give a name of 1 to 40 characters."));
        }
        if (session.owner().isEmpty()) {
            session.signIn(name);
        }
        return seeOther("/");
    }

    private static HttpAnswer signOut(Session session) {
        session.signOut();
        return seeOther("/");
    }

    private static Pages.Visitor visitor(Session session) {
        return new Pages.Visitor(session.owner(), session.get(CART));
    }

    /** Says after a redirect what the request before it did, and which instance did it. */
    private static String notice(Form query) {
        String by = query.field("by");
        return Catalog.find(query.field("added"))
                .filter(product -> by.matches("[A-Z][0-9]{0,3}"))
                .map(product -> product.name() + " added to your cart by instance " + by + ".")
                .orElse("");
    }

    private static HttpAnswer page(int status, String html) {
        HttpAnswer answer = HttpAnswer.html(status, html).withHeader("Cache-Control", "no-store");
        for (var header : Html.SECURITY_HEADERS.entrySet()) {
            answer = answer.withHeader(header.getKey(), header.getValue());
        }
        return answer;
    }

    private static HttpAnswer seeOther(String path) {
        return HttpAnswer.of(303).withHeader("Location", path);
    }
}
