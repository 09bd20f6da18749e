package dev.unpin.token.jwt;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Fetches a JWK set: no redirects, bounded in size and, from the connection to the last byte, in time. */
final class JwksClient {
    private final HttpClient http;
    private final URI uri;
    private final Duration timeout;
    private final int maxBytes;

    JwksClient(URI uri, Duration timeout, int maxBytes) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.uri = uri;
        this.timeout = timeout;
        this.maxBytes = maxBytes;
    }

    byte[] fetch() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, ignored -> new BoundedBody(maxBytes));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("the JWK set was answered with status " + response.statusCode() + ", not 200");
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException("the JWK set did not come within " + timeout, e);
        } catch (ExecutionException e) {
            throw new IOException("the JWK set could not be fetched", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** Gathers the body, and stops reading at the first byte too many. */
    private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
        private final int maxBytes;
        private final HttpResponse.BodySubscriber<byte[]> all = HttpResponse.BodySubscribers.ofByteArray();
        private final CompletableFuture<byte[]> tooLarge = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private long received;

        BoundedBody(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return all.getBody().applyToEither(tooLarge, body -> body);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            all.onSubscribe(given);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
            if (received <= maxBytes) {
                all.onNext(buffers);
            } else if (subscription != null) {
                subscription.cancel();
                tooLarge.completeExceptionally(new IOException("the JWK set is larger than " + maxBytes + " bytes"));
            }
        }

        @Override
        public void onError(Throwable failure) {
            all.onError(failure);
        }

        @Override
        public void onComplete() {
            all.onComplete();
        }
    }
}
