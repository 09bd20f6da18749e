package dev.unpin.examples.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to the instance whose turn it is.
 *
 * <p>A request that never reached an instance goes to another one. So does one that broke on the way, if its method or
 * an {@code Idempotency-Key} promises that twice does no harm; any other is answered by 502, for only its sender can
 * find out whether it took effect.
 */
final class ForwardingHandler extends Handler.Abstract {
    static final int MAX_REQUEST_BYTES = 64 * 1024;
    private static final int MAX_ATTEMPTS = 4;
    private static final long REQUEST_TIMEOUT_SECONDS = 10;
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final HttpClient client;
    private final Routing routing;
    private final Refusal refusal;

    ForwardingHandler(HttpClient client, Routing routing, Refusal refusal) {
        this.client = client;
        this.routing = routing;
        this.refusal = refusal;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        byte[] body;
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readNBytes(MAX_REQUEST_BYTES + 1);
        }
        if (body.length > MAX_REQUEST_BYTES) {
            refusal.send(response, callback, 413, "This request is larger than the balancer takes.");
            return true;
        }
        List<Backend> tried = new ArrayList<>();
        while (tried.size() < MAX_ATTEMPTS) {
            Optional<Backend> turn = routing.next(request, tried);
            if (turn.isEmpty()) {
                break;
            }
            tried.add(turn.get());
            Attempt attempt = send(turn.get(), request, body);
            if (attempt.answer() != null) {
                pass(request, turn.get(), attempt.answer(), response, callback);
                return true;
            }
            if (attempt.refused()) {
                turn.get().refused();
            }
            if (attempt.begun() && !repeatable(request)) {
                refusal.send(
                        response,
                        callback,
                        502,
                        "Instance " + turn.get().name()
                                + " broke off. Nobody can tell from here whether it did what you asked: look, and repeat it if not.");
                return true;
            }
        }
        response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        refusal.send(response, callback, 503, "No instance is ready.");
        return true;
    }

    /** By its method (RFC 9110, section 9.2.2), or since its sender has given it a key for just that. */
    private static boolean repeatable(Request request) {
        return REPEATABLE.contains(request.getMethod()) || request.getHeaders().contains("Idempotency-Key");
    }

    private Attempt send(Backend backend, Request request, byte[] body) {
        AtomicBoolean begun = new AtomicBoolean();
        var outgoing = client.newRequest(backend.uri())
                .method(request.getMethod())
                .path(request.getHttpURI().getPathQuery())
                .timeout(REQUEST_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .headers(headers -> headers.clear().add(Forwarding.toBackend(request)))
                .onRequestBegin(sent -> begun.set(true));
        if (body.length > 0) {
            outgoing.body(new BytesRequestContent(request.getHeaders().get(HttpHeader.CONTENT_TYPE), body));
        }
        try {
            return new Attempt(outgoing.send(), begun.get(), false);
        } catch (ExecutionException | TimeoutException e) {
            return new Attempt(null, begun.get(), ReadinessPoll.refused(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt(null, true, false);
        }
    }

    private void pass(Request request, Backend by, ContentResponse answer, Response response, Callback callback) {
        response.setStatus(answer.getStatus());
        HttpFields.Mutable headers = Forwarding.toClient(answer.getHeaders());
        routing.answered(request, by, headers);
        response.getHeaders().add(headers);
        response.write(true, ByteBuffer.wrap(answer.getContent()), callback);
    }

    /**
     * What came of sending a request to one instance.
     *
     * @param answer what it answered, null if it did not
     * @param begun whether a part of the request may have reached it
     * @param refused whether nothing listens there
     */
    private record Attempt(@Nullable ContentResponse answer, boolean begun, boolean refused) {}
}
