package dev.unpin.blob.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Tells {@link Sends} what became of every send. Thread-safe. */
final class WatchedHttp implements SdkHttpClient {
    private final SdkHttpClient real;

    WatchedHttp(SdkHttpClient real) {
        this.real = real;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = real.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Sends.sent();
                try {
                    HttpExecuteResponse answer = prepared.call();
                    Sends.answered(answer.httpResponse().statusCode());
                    return answer;
                } catch (IOException e) {
                    if (isConnectFailure(e)) {
                        Sends.notConnected();
                    }
                    throw e;
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    /** Whether nothing can have been sent. */
    static boolean isConnectFailure(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .anyMatch(t -> t instanceof ConnectException
                        || t instanceof UnknownHostException
                        || t instanceof NoRouteToHostException
                        || t.getClass().getSimpleName().equals("ConnectTimeoutException"));
    }

    @Override
    public String clientName() {
        return real.clientName();
    }

    @Override
    public void close() {
        real.close();
    }
}
