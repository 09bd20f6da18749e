package dev.unpin.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection on which everything ends by a deadline: a read timeout of {@link Socket} begins anew with every
 * trickled byte, and its writes have none at all. An interrupt ends a wait at once and stays set.
 *
 * <p>Used by one thread at a time; {@link #close} may come from any.
 */
final class DeadlineSocket extends Socket {
    /** The JDK copies what a channel writes, and keeps a buffer of the largest size seen per thread. */
    private static final int MAX_WRITE = 64 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final InputStream in = new Input();
    private final OutputStream out = new Output();

    private Deadline deadline;
    private boolean writeFailed;
    private boolean replyAwaited;
    private int peeked = -1;

    private DeadlineSocket(SocketChannel channel, Selector selector, Deadline deadline) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        this.key = channel.register(selector, 0);
    }

    static DeadlineSocket connect(InetSocketAddress address, Deadline deadline) throws IOException {
        @SuppressWarnings("resource") // closed below, or by the socket
        SocketChannel channel = SocketChannel.open();
        @Nullable Selector selector = null;
        try {
            selector = channel.provider().openSelector();
            DeadlineSocket socket = new DeadlineSocket(channel, selector, deadline);
            if (!channel.connect(address)) {
                while (!channel.finishConnect()) {
                    socket.await(SelectionKey.OP_CONNECT);
                }
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw e;
        }
    }

    /** Begins a command: the time it has, and no reply awaited yet. */
    void begin(Deadline commandDeadline) {
        deadline = commandDeadline;
        replyAwaited = false;
    }

    /**
     * Whether the command was handed over in full, so that the server may run it. A server never runs a part of one.
     */
    boolean replyAwaited() {
        return replyAwaited;
    }

    /**
     * Whether an idle connection can no longer be used: the server has closed it, or, if nothing may be pending, has
     * said something that nobody asked for and that would be taken for the next reply.
     */
    boolean isStale(boolean mayHavePending) {
        if (peeked >= 0) {
            return false;
        }
        ByteBuffer one = ByteBuffer.allocate(1);
        try {
            int count = channel.read(one);
            if (count <= 0) {
                return count < 0;
            }
            peeked = one.get(0) & 0xff;
            return !mayHavePending;
        } catch (IOException e) {
            return true;
        }
    }

    private int read(byte[] target, int offset, int length) throws IOException {
        if (writeFailed) {
            // Jedis looks for a parting word of the server; there is no time for it, and no reply to await.
            throw new IOException("The request was not handed over in full");
        }
        boolean first = !replyAwaited;
        replyAwaited = true;
        if (length == 0) {
            return 0;
        }
        if (peeked >= 0) {
            target[offset] = (byte) peeked;
            peeked = -1;
            return 1;
        }
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
        if (first) {
            await(SelectionKey.OP_READ); // no server has answered already: to look would be in vain
        }
        while (true) {
            requireTime();
            int count = channel.read(buffer);
            if (count != 0) {
                return count;
            }
            await(SelectionKey.OP_READ);
        }
    }

    private void write(byte[] source, int offset, int length) throws IOException {
        writeFailed = true;
        ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
        int end = offset + length;
        while (buffer.position() < end) {
            requireTime();
            buffer.limit(Math.min(end, buffer.position() + MAX_WRITE));
            if (channel.write(buffer) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
        writeFailed = false;
    }

    private void await(int operation) throws IOException {
        requireTime();
        try {
            key.interestOps(operation);
            selector.select(ready -> {}, deadline.remainingMillis());
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new IOException("The connection was closed", e);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted while waiting for the server");
        }
    }

    private void requireTime() throws SocketTimeoutException {
        if (deadline.isOver()) {
            throw new SocketTimeoutException("No time left");
        }
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
        selector.close();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return channel.socket().getRemoteSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return channel.socket().getLocalSocketAddress();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return channel.socket().getInetAddress();
    }

    @Override
    public int getPort() {
        return channel.socket().getPort();
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    /** Ignored: the deadline is stricter. */
    @Override
    public void setSoTimeout(int timeoutMillis) {}

    @Override
    public String toString() {
        return "DeadlineSocket[" + getRemoteSocketAddress() + "]";
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return DeadlineSocket.this.read(target, offset, length);
        }

        @Override
        public void close() throws IOException {
            DeadlineSocket.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            DeadlineSocket.this.write(source, offset, length);
        }

        @Override
        public void close() throws IOException {
            DeadlineSocket.this.close();
        }
    }
}
