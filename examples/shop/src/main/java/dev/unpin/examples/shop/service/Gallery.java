package dev.unpin.examples.shop.service;

import static dev.unpin.examples.shop.service.Replies.seeOther;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.unpin.Effect;
import dev.unpin.UnpinException;
import dev.unpin.blob.BlobAnswer;
import dev.unpin.blob.BlobSource;
import dev.unpin.http.HttpAnswer;
import dev.unpin.session.Session;
import dev.unpin.web.jdk.HttpAnswers;
import dev.unpin.web.jdk.SessionFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Serves pictures and receipts out of the store, and takes pictures into it. */
final class Gallery implements HttpHandler {
    private static final String PICTURES = "/pictures/";
    private static final String RECEIPTS = "/receipts/";

    private final Pictures pictures;
    private final Receipts receipts;
    private final Pages pages;
    private final PicturePage picturePage;
    private final Assets assets = Assets.load();

    Gallery(Pictures pictures, Receipts receipts, Pages pages, PicturePage picturePage) {
        this.pictures = pictures;
        this.receipts = receipts;
        this.pages = pages;
        this.picturePage = picturePage;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Session session = SessionFilter.session(exchange);
        String path = exchange.getRequestURI().getPath();
        boolean get = exchange.getRequestMethod().equals("GET");
        if (path.startsWith(RECEIPTS)) {
            String number = get ? path.substring(RECEIPTS.length()) : "";
            send(exchange, receipt(exchange, session, number), notFound(session));
            return;
        }
        String[] parts = path.substring(PICTURES.length()).split("/", 2);
        Optional<Product> product = Catalog.find(parts[0]);
        if (product.isEmpty()) {
            HttpAnswers.send(exchange, notFound(session));
        } else if (get && parts.length == 1) {
            send(
                    exchange,
                    pictures.answer(product.get(), exchange.getRequestHeaders()::getFirst),
                    assets.find(parts[0] + ".svg").withHeader("Cache-Control", "no-cache"));
        } else {
            String action = exchange.getRequestMethod() + " " + (parts.length == 1 ? "" : parts[1]);
            HttpAnswers.send(exchange, seller(exchange, session, product.get(), action));
        }
    }

    private HttpAnswer seller(HttpExchange exchange, Session session, Product product, String action)
            throws IOException {
        Optional<String> seller = session.owner();
        if (seller.isEmpty()) {
            return seeOther("/sign-in");
        }
        try {
            return switch (action) {
                case "GET edit" -> edit(session, product, Form.query(exchange).field("type"), 200, "");
                case "POST upload" -> upload(exchange, seller.get(), session, product);
                case "POST accept" -> {
                    pictures.accept(seller.get(), Form.posted(exchange).field("receipt"));
                    yield seeOther(PICTURES + product.sku() + "/edit");
                }
                default -> notFound(session);
            };
        } catch (UnpinException e) {
            if (e.effect() != Effect.REFUSED || e.httpStatus() >= 500) {
                throw e;
            }
            return edit(session, product, "", e.httpStatus(), "This picture was not taken: " + e.getMessage() + ".");
        }
    }

    private HttpAnswer upload(HttpExchange exchange, String seller, Session session, Product product)
            throws IOException {
        FilePart file = FilePart.of(exchange.getRequestHeaders()::getFirst, exchange.getRequestBody());
        if (!Pictures.TYPES.contains(file.type())) {
            return edit(session, product, "", 422, "This picture was not taken: it is no PNG, JPEG or GIF.");
        }
        if (file.length() > Pictures.MAX_BYTES || file.length() == 0) {
            return edit(session, product, "", 413, "This picture was not taken: it is empty, or larger than 1 MiB.");
        }
        String receipt = pictures.receive(seller, product, file.type(), BlobSource.of(file.stream(), file.length()))
                .receipt();
        file.requireEnd();
        pictures.accept(seller, receipt);
        return seeOther(PICTURES + product.sku() + "/edit");
    }

    private HttpAnswer edit(Session session, Product product, String type, int status, String complaint) {
        String chosen = Pictures.TYPES.contains(type) ? type : Pictures.TYPES.get(0);
        String seller = session.owner().orElseThrow();
        return picturePage.answer(
                status, Shop.visitor(session), product, pictures.ticket(seller, product, chosen), chosen, complaint);
    }

    private Optional<BlobAnswer> receipt(HttpExchange exchange, Session session, String number) {
        return number.matches("[0-9a-f-]{1,64}")
                ? session.owner()
                        .flatMap(owner -> receipts.answer(number, owner, exchange.getRequestHeaders()::getFirst))
                : Optional.empty();
    }

    private HttpAnswer notFound(Session session) {
        return Replies.page(404, pages.notFound(Shop.visitor(session)));
    }

    private static void send(HttpExchange exchange, Optional<BlobAnswer> found, HttpAnswer otherwise)
            throws IOException {
        if (found.isEmpty()) {
            HttpAnswers.send(exchange, otherwise);
            return;
        }
        try (BlobAnswer answer = found.get()) {
            answer.headers().forEach(header -> exchange.getResponseHeaders().set(header.name(), header.value()));
            // 0 would mean chunks.
            exchange.sendResponseHeaders(answer.status(), answer.bodyLength() == 0 ? -1 : answer.bodyLength());
            if (answer.bodyLength() > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    answer.writeBodyTo(out);
                }
            }
        }
    }
}
