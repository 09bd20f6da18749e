package dev.unpin.redis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One client's connection and its twin to the server: one thread moves requests, one moves answers.
 *
 * <p>A request begins with a piece that starts a command and follows an answer; that is where a round trip is counted
 * and its fault drawn. The first piece that the server then sends is its answer, as far as faults go.
 */
final class ProxyConnection {
    private static final int PIECE = 16 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    private final Socket client;
    private final Socket server = new Socket();
    private final FaultPlan plan;
    private final ProxyCounts counts;
    private final Consumer<ProxyConnection> onEnd;
    private final RequestScanner scanner = new RequestScanner();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(2);

    /** Once set, nothing is forwarded any more, in either direction. */
    private volatile boolean silent;

    /** The current request's fault, and whether the server has answered it; guarded by this. */
    private Fault fault = Fault.PASS;

    private boolean answered = true;

    ProxyConnection(Socket client, FaultPlan plan, ProxyCounts counts, Consumer<ProxyConnection> onEnd) {
        this.client = client;
        this.plan = plan;
        this.counts = counts;
        this.onEnd = onEnd;
    }

    void start(InetSocketAddress target, String name) {
        daemon(name + "-requests", () -> connect(target, name));
    }

    /** Resets the client's connection, now; what a thread is reading from it at this moment goes nowhere. */
    void cut() {
        silent = true;
        try {
            client.setSoLinger(true, 0); // close() then sends RST instead of FIN
        } catch (SocketException e) {
            // closed already
        }
        close(client);
    }

    void close() {
        closed.countDown();
        close(client);
        close(server);
    }

    /** Waits until both threads are about to end. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void connect(InetSocketAddress target, String name) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(target.getHostString(), target.getPort()), CONNECT_MILLIS);
        } catch (IOException e) {
            cut();
            close(server);
            end();
            end();
            return;
        }
        daemon(name + "-answers", this::moveAnswers);
        moveRequests();
    }

    private void moveRequests() {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                counts.sent(n);
                if (letsThrough(piece, n)) {
                    out.write(piece, 0, n);
                }
            }
        } catch (IOException e) {
            // a closed or reset connection is this class's daily bread
        } finally {
            // what the server already has, it shall do and answer: it sees the end of the stream, not a reset
            shutdownOutput(server);
            end();
        }
    }

    private boolean letsThrough(byte[] piece, int length) {
        if (silent) {
            return false;
        }
        Fault drawn = beginRequest(piece, length);
        switch (drawn.kind()) {
            case DELAY_REQUEST -> {
                counts.done(drawn);
                hold(drawn.delay());
            }
            case CUT_BEFORE_SEND -> {
                counts.done(drawn);
                cut();
            }
            case BLACK_HOLE -> {
                counts.done(drawn);
                silent = true;
            }
            default -> {} // the answer is what suffers
        }
        return !silent;
    }

    /** Returns the fault of the request that begins with this piece, or PASS if it only goes on. */
    private Fault beginRequest(byte[] piece, int length) {
        boolean betweenCommands = scanner.betweenCommands();
        scanner.feed(piece, length);
        synchronized (this) {
            if (!betweenCommands || !answered) {
                return plan.isBlackHole() ? Fault.BLACK_HOLE : Fault.PASS;
            }
            answered = false;
            counts.roundTrip();
            fault = plan.draw(RequestScanner.isHandshake(piece, length));
            return fault;
        }
    }

    private void moveAnswers() {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                counts.received(n);
                // before the client sees a byte, or its next request could pass for a part of this one
                Fault due = beginAnswer();
                if (plan.isBlackHole()) {
                    silent = true;
                }
                if (!silent) {
                    deliver(due, piece, n, out);
                }
            }
        } catch (IOException e) {
            // a closed or reset connection is this class's daily bread
        } finally {
            if (!silent) {
                close(client);
            }
            end();
        }
    }

    private synchronized Fault beginAnswer() {
        if (answered) {
            return Fault.PASS;
        }
        answered = true;
        return fault;
    }

    private void deliver(Fault due, byte[] piece, int length, OutputStream out) throws IOException {
        switch (due.kind()) {
            case DELAY_ANSWER -> {
                counts.done(due);
                hold(due.delay());
                out.write(piece, 0, length);
            }
            case CUT_AFTER_SEND -> {
                counts.done(due);
                cut();
            }
            case HALF_ANSWER_THEN_CUT, HALF_ANSWER_THEN_SILENCE -> {
                counts.done(due);
                silent = true;
                out.write(piece, 0, Math.max(1, length / 2));
                if (due.kind() == Fault.Kind.HALF_ANSWER_THEN_CUT) {
                    close(client);
                }
            }
            default -> out.write(piece, 0, length);
        }
    }

    private void hold(Duration delay) {
        try {
            if (closed.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                silent = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        ended.countDown();
        if (ended.getCount() == 0) {
            close();
            onEnd.accept(this);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void shutdownOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // closed already
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing left to give back
        }
    }
}
