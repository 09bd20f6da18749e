package dev.unpin.blob.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * The HTTP client of tests: counts what is sent, repetitions included. Thread-safe.
 *
 * <p>Where a server checks a condition first and writes then, it also lets only one request at a time through to a
 * path, among all clients that share a {@link PathLocks}: what is tested then is what we send and make of the answers,
 * not whether the server is atomic, since it is not.
 */
final class CountingHttp implements SdkHttpClient {
    private final SdkHttpClient real = Apache5HttpClient.builder()
            .maxConnections(100)
            .socketTimeout(Duration.ofMinutes(2))
            .build();
    private final AtomicLong sent;
    private final PathLocks locks;
    private final Predicate<SdkHttpRequest> oneByOne;

    CountingHttp(AtomicLong sent, PathLocks locks, Predicate<SdkHttpRequest> oneByOne) {
        this.sent = sent;
        this.locks = locks;
        this.oneByOne = oneByOne;
    }

    CountingHttp(AtomicLong sent) {
        this(sent, new PathLocks(), request -> false);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = real.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                sent.incrementAndGet();
                SdkHttpRequest http = request.httpRequest();
                if (!oneByOne.test(http)) {
                    return prepared.call();
                }
                synchronized (locks.of(http.encodedPath())) {
                    return whole(prepared.call());
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    /** With its body read to the end. */
    private static HttpExecuteResponse whole(HttpExecuteResponse answer) throws IOException {
        if (answer.responseBody().isEmpty()) {
            return answer;
        }
        try (InputStream body = answer.responseBody().get()) {
            return HttpExecuteResponse.builder()
                    .response(answer.httpResponse())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body.readAllBytes())))
                    .build();
        }
    }

    @Override
    public void close() {
        real.close();
    }
}
