package dev.unpin.redis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the addresses of a host by a deadline. The JDK's resolver knows none and can hang for many seconds, so one
 * daemon thread per host asks it, and whoever waits for that host in the meantime shares the answer.
 */
final class Resolver {
    private static final Map<String, CompletableFuture<InetAddress[]>> PENDING = new ConcurrentHashMap<>();

    private Resolver() {}

    static InetAddress[] resolve(String host, Deadline deadline) throws IOException {
        CompletableFuture<InetAddress[]> answer = PENDING.computeIfAbsent(host, Resolver::ask);
        try {
            return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("The name '" + host + "' was not resolved in time");
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException("The name '" + host + "' has no address");
            unknown.initCause(e.getCause());
            throw unknown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while resolving '" + host + "'");
        }
    }

    private static CompletableFuture<InetAddress[]> ask(String host) {
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(InetAddress.getAllByName(host));
                    } catch (UnknownHostException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    } finally {
                        PENDING.remove(host);
                    }
                },
                "unpin-resolver");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }
}
