package dev.unpin.examples.lab.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.unpin.Condition;
import dev.unpin.UnpinException;
import dev.unpin.Versioned;
import dev.unpin.blob.BlobReader;
import dev.unpin.blob.BlobSource;
import dev.unpin.examples.lab.ledger.Ledger;
import dev.unpin.http.HttpAnswer;
import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.token.AccessToken;
import dev.unpin.token.TokenRequest;
import dev.unpin.web.jdk.HttpAnswers;
import dev.unpin.web.jdk.SessionFilter;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What the service does, the same in all modes: cart, payments, sign-in, files, prices. Every answer says what state it
 * saw.
 */
final class Service implements HttpHandler {
    private static final SessionKey<Cart> CART = SessionKey.of("cart", Cart.class, Cart::empty);
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final int MAX_BYTES = 16 * 1024;
    private static final String PRICE = "price";

    private final State state;

    Service(State state) {
        this.state = state;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpAnswer answer;
        try {
            answer = answer(exchange);
        } catch (UnpinException e) {
            answer = HttpAnswer.problem(e);
        }
        HttpAnswers.send(exchange, answer);
    }

    private HttpAnswer answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 3);
        String name = path.length > 1 ? path[1] : "";
        String detail = path.length > 2 ? path[2] : "0";
        if (!(name.isEmpty() || NAME.matcher(name).matches())
                || !NUMBER.matcher(detail).matches()) {
            return HttpAnswer.problem(404, "Not here", "There is no such thing.");
        }
        return switch (exchange.getRequestMethod() + " " + path[0]) {
            case "POST sign-in" -> signIn(SessionFilter.session(exchange), name);
            case "GET cart" -> cart(SessionFilter.session(exchange));
            case "POST cart" -> add(SessionFilter.session(exchange), name);
            case "POST payments" ->
                state.payments()
                        .pay(
                                name,
                                name + "-" + detail,
                                exchange.getRequestHeaders().getFirst(Ledger.KEY));
            case "GET me" -> me(exchange.getRequestHeaders().getFirst("Authorization"));
            case "DELETE tokens" -> revoke(name);
            case "PUT files" -> upload(name, body(exchange));
            case "GET files" -> download(name);
            case "PUT price" -> reprice(new String(body(exchange), UTF_8));
            case "GET price" -> price();
            default -> HttpAnswer.problem(404, "Not here", "There is no such thing.");
        };
    }

    private HttpAnswer signIn(Session session, String user) {
        session.update(CART, cart -> cart.owner().isEmpty() ? new Cart(user, cart.pieces()) : cart);
        session.signIn(user);
        return cart(session).withHeader("Token", token(user));
    }

    private String token(String user) {
        return state.issuer().issue(TokenRequest.of(user, "lab")).text();
    }

    private static HttpAnswer cart(Session session) {
        Cart cart = session.get(CART);
        return HttpAnswer.json(
                200,
                "{\"session\":\"%s\",\"owner\":\"%s\",\"pieces\":%d}"
                        .formatted(session.id(), cart.owner(), cart.pieces()));
    }

    private static HttpAnswer add(Session session, String user) {
        session.update(CART, cart -> cart.plusOne(user));
        return cart(session);
    }

    /** Tells who asks. Whose token was signed by an older key gets another one. */
    private HttpAnswer me(String authorization) {
        AccessToken caller = state.verifier().verifyBearer(authorization);
        String key = caller.keyId().orElseThrow();
        HttpAnswer answer = HttpAnswer.json(200, "{\"user\":\"%s\"}".formatted(caller.subject()))
                .withHeader("Believed-Key", key);
        boolean newest = key.equals(state.ring().signingKey().id());
        return newest ? answer : answer.withHeader("Token", token(caller.subject()));
    }

    /** Anybody may do so here: whether operators sign in is not what the lab is about. */
    private HttpAnswer revoke(String user) {
        state.blocklist().revokeSubject(State.ISSUER, user);
        return HttpAnswer.of(204);
    }

    private HttpAnswer upload(String name, byte[] bytes) {
        state.files().put("files/" + name, BlobSource.of(bytes));
        return HttpAnswer.of(204);
    }

    private HttpAnswer download(String name) throws IOException {
        return HttpAnswer.bytes(200, "text/plain; charset=utf-8", read("files/" + name));
    }

    private HttpAnswer reprice(String cents) {
        if (!NUMBER.matcher(cents).matches()) {
            return HttpAnswer.problem(400, "Not a price", "A price is a number of cents.");
        }
        state.prices().put(PRICE, Long.parseLong(cents), Condition.any());
        return HttpAnswer.of(204);
    }

    private HttpAnswer price() {
        long cents = state.prices().find(PRICE).map(Versioned::value).orElse(0L);
        return HttpAnswer.text(200, Long.toString(cents));
    }

    private byte[] read(String key) throws IOException {
        try (BlobReader reader = state.files().open(key)) {
            return reader.readNBytes(MAX_BYTES);
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        return exchange.getRequestBody().readNBytes(MAX_BYTES);
    }
}
