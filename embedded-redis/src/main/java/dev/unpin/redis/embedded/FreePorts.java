package dev.unpin.redis.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Picks ports that nobody listens on, below the range from which systems take the ports of outgoing connections.
 *
 * <p>Ports come in blocks. A block belongs to the JVM that holds its first port, for as long as it lives, so that JVMs
 * which run at the same time do not take each other's: a server that was killed, or a proxy that refuses, finds its
 * port still free when it listens again.
 */
final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int BLOCK = 50;
    private static final int BLOCKS = 240;
    private static final FreePorts OF_THIS_JVM = new FreePorts();

    private final List<Block> blocks = new ArrayList<>();
    /** Where the next pick looks; after all other ports of this JVM comes the first one again. */
    private int next;

    FreePorts() {}

    static int pick() {
        return OF_THIS_JVM.next();
    }

    synchronized int next() {
        for (int tried = 0; tried < BLOCKS * BLOCK; tried++) {
            if (next == blocks.size() * (BLOCK - 1)) {
                Block claimed = claim();
                if (claimed != null) {
                    blocks.add(claimed);
                } else if (blocks.isEmpty()) {
                    break;
                } else {
                    next = 0;
                }
            }
            int port = blocks.get(next / (BLOCK - 1)).port(next % (BLOCK - 1));
            next++;
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedRedisException("No free port between " + FIRST + " and " + (FIRST + BLOCKS * BLOCK - 1));
    }

    /** Says 127.0.0.1 in numbers, since the name of this machine may mean ::1. */
    static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Takes a block that no JVM holds, or returns null. */
    private static @Nullable Block claim() {
        int start = ThreadLocalRandom.current().nextInt(BLOCKS);
        for (int tried = 0; tried < BLOCKS; tried++) {
            int first = FIRST + (start + tried) % BLOCKS * BLOCK;
            try {
                return new Block(new ServerSocket(first, 1, loopback()));
            } catch (IOException e) {
                // another JVM's block, or somebody else's port
            }
        }
        return null;
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, loopback())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** The ports after the one that is held. */
    private record Block(ServerSocket held) {
        int port(int index) {
            return held.getLocalPort() + 1 + index;
        }
    }
}
