package dev.unpin.examples.shop.fleet;

import dev.unpin.examples.shop.service.Html;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers that the balancer gives itself. */
final class Replies {
    private Replies() {}

    /** Sends a short page for people. */
    static void send(Response response, Callback callback, int status, String sentence) {
        html(
                response,
                callback,
                status,
                Html.page(
                        "Balancer",
                        "",
                        "<main class=\"narrow\"><h1>Balancer</h1><p>" + Html.escape(sentence)
                                + "</p><p><a href=\"/\">Back to the shop</a> · <a href=\"/fleet\">Instances</a></p></main>"));
    }

    /** Sends HTML that must not be cached. */
    static void html(Response response, Callback callback, int status, String html) {
        body(response, callback, status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a script. */
    static void script(Response response, Callback callback, byte[] script) {
        body(response, callback, 200, "text/javascript; charset=utf-8", script);
    }

    /** Sends the browser on to a page, which it gets by GET. */
    static void seeOther(Response response, Callback callback, String path) {
        response.setStatus(303);
        response.getHeaders().put(HttpHeader.LOCATION, path);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    private static void body(Response response, Callback callback, int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type).put(HttpHeader.CACHE_CONTROL, "no-store");
        Html.SECURITY_HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
