package dev.unpin.examples.shop.service;

import static dev.unpin.examples.shop.service.Replies.page;
import static dev.unpin.examples.shop.service.Replies.seeOther;

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

    private final String instance;
    private final Accounts accounts;
    private final Pages pages;
    private final DevicePage devicePage;
    private final Assets assets = Assets.load();

    Shop(String instance, Accounts accounts) {
        this.instance = instance;
        this.accounts = accounts;
        this.pages = new Pages(instance);
        this.devicePage = new DevicePage(pages);
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
            case "POST /sign-in" -> signIn(exchange, session);
            case "POST /sign-out" -> accounts.signOut(session);
            case "GET /devices" -> devices(session);
            case "POST /devices/sign-out" ->
                accounts.signOutDevice(session, Form.posted(exchange).field("device"));
            case "POST /devices/sign-out-everywhere" -> accounts.signOutEverywhere(session);
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

    private HttpAnswer signIn(HttpExchange exchange, Session session) throws IOException {
        Optional<String> complaint = accounts.signIn(
                session,
                Form.posted(exchange).field("name"),
                exchange.getRequestHeaders().getFirst("User-Agent"));
        return complaint
                .map(why -> page(400, pages.signIn(visitor(session), why)))
                .orElseGet(() -> seeOther("/"));
    }

    private HttpAnswer devices(Session session) {
        return session.owner()
                .map(owner -> page(200, accounts.devices(session, owner, devicePage, visitor(session))))
                .orElseGet(() -> seeOther("/sign-in"));
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
}
