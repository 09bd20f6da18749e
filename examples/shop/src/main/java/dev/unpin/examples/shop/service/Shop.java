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

/** What the shop does: browse, cart, check out, sign in, sign out. It keeps nothing between two requests. */
final class Shop implements HttpHandler {
    private static final SessionKey<Cart> CART = SessionKey.of("cart", Cart.class, Cart::empty);
    private static final int LONGEST_NUMBER = 64;

    private final String instance;
    private final Accounts accounts;
    private final Stock stock;
    private final Checkout checkout;
    private final Pages pages;
    private final OrderPages orderPages;
    private final DevicePage devicePage;
    private final Assets assets = Assets.load();

    Shop(String instance, Accounts accounts, Stock stock, Checkout checkout, Pages pages) {
        this.instance = instance;
        this.accounts = accounts;
        this.stock = stock;
        this.checkout = checkout;
        this.pages = pages;
        this.orderPages = new OrderPages(pages);
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
            case "GET /" -> page(200, pages.shop(visitor(session), stock.left(), notice(Form.query(exchange))));
            case "GET /cart" -> page(200, pages.cart(visitor(session), soldOut(Form.query(exchange))));
            case "GET /sign-in" -> page(200, pages.signIn(visitor(session), ""));
            case "POST /cart/add" -> add(session, Form.posted(exchange));
            case "POST /cart/remove" -> remove(session, Form.posted(exchange));
            case "POST /checkout" -> checkOut(session, Form.posted(exchange).field("order"));
            case "POST /sign-in" -> signIn(exchange, session);
            case "POST /sign-out" -> accounts.signOut(session);
            case "GET /devices" -> devices(session);
            case "POST /devices/sign-out" ->
                accounts.signOutDevice(session, Form.posted(exchange).field("device"));
            case "POST /devices/sign-out-everywhere" -> accounts.signOutEverywhere(session);
            default ->
                path.startsWith("/orders/") && exchange.getRequestMethod().equals("GET")
                        ? order(session, path.substring("/orders/".length()))
                        : page(404, pages.notFound(visitor(session)));
        };
    }

    private HttpAnswer add(Session session, Form form) {
        Optional<Product> product = Catalog.find(form.field("sku"));
        if (product.isEmpty()) {
            return page(404, pages.notFound(visitor(session)));
        }
        String number = Cart.newNumber();
        session.update(CART, cart -> cart.plusOne(product.get(), number));
        return seeOther(
                form.field("from").equals("cart")
                        ? "/cart"
                        : "/?added=" + product.get().sku() + "&by=" + instance);
    }

    private HttpAnswer remove(Session session, Form form) {
        String number = Cart.newNumber();
        Catalog.find(form.field("sku"))
                .ifPresent(product -> session.update(CART, cart -> cart.minusOne(product, number)));
        return seeOther("/cart");
    }

    /** Orders what the customer has seen: if the cart has another number by now, it is either ordered or changed. */
    private HttpAnswer checkOut(Session session, String number) {
        Optional<String> owner = session.owner();
        if (owner.isEmpty()) {
            return seeOther("/sign-in");
        }
        Cart cart = session.get(CART);
        if (number.isEmpty() || !cart.number().equals(number)) {
            return seeOther(checkout.find(number, owner.get()).isPresent() ? "/orders/" + number : "/cart");
        }
        HttpAnswer answer;
        try {
            Order order = Order.of(cart, owner.get());
            answer = checkout.place(order);
            if (Checkout.isPlaced(answer)) {
                session.update(CART, now -> now.without(order));
            }
        } catch (IOException e) {
            answer = HttpAnswer.of(503).withHeader("Retry-After", "1");
        }
        return answer.status() == 303 ? answer : notYet(session, answer);
    }

    private HttpAnswer notYet(Session session, HttpAnswer answer) {
        HttpAnswer page = page(answer.status(), orderPages.notYet(visitor(session)));
        return answer.header("Retry-After")
                .map(seconds -> page.withHeader("Retry-After", seconds))
                .orElse(page);
    }

    private HttpAnswer order(Session session, String number) {
        return session.owner()
                .flatMap(owner -> number.length() > LONGEST_NUMBER ? Optional.empty() : checkout.find(number, owner))
                .map(order -> page(200, orderPages.order(visitor(session), order)))
                .orElseGet(() -> page(404, pages.notFound(visitor(session))));
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

    /** Tells who is looking. */
    static Pages.Visitor visitor(Session session) {
        return new Pages.Visitor(session.owner(), session.get(CART));
    }

    private static String soldOut(Form query) {
        return query.field("sold-out").isEmpty()
                ? ""
                : "Not everything in your cart is still to be had. You were not charged.";
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
