package dev.unpin.benchmarks.token;

import dev.unpin.token.AccessToken;
import dev.unpin.token.RevocationStatus;
import dev.unpin.token.TokenBlocklist;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** How long after a call that revokes has returned another instance refuses the token. */
final class Propagation {
    private static final int LONGEST_PAUSE_NANOS = 50_000_000;
    private static final int LOOK_AGAIN_NANOS = 200_000;

    private Propagation() {}

    /** A token, and when the call that revoked it had returned. */
    private record Revoked(AccessToken token, long at) {}

    static String measure(TokenBlocklist here, TokenBlocklist elsewhere, int revocations, long seed) {
        Queue<Revoked> unknown = new ConcurrentLinkedQueue<>();
        Thread revoking = new Thread(
                () -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < revocations; i++) {
                        AccessToken token =
                                TokenBenchmark.token(-1 - i, here.storeClock().instant());
                        here.revoke(token);
                        unknown.add(new Revoked(token, System.nanoTime()));
                        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
                    }
                },
                "revoking");
        revoking.start();
        long[] took = new long[revocations];
        int known = 0;
        while (known < revocations) {
            // What was revoked first is known first, or at the same time.
            for (Revoked next = unknown.peek(); next != null && isKnown(elsewhere, next); next = unknown.peek()) {
                took[known++] = System.nanoTime() - next.at();
                unknown.remove();
            }
            if (!revoking.isAlive() && unknown.isEmpty() && known < revocations) {
                throw new IllegalStateException("Revoking has failed");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        Arrays.sort(took);
        return String.format(
                Locale.ROOT,
                "p50 %.2f s, p99 %.2f s, longest %.2f s, of %d",
                took[revocations / 2] / 1e9,
                took[revocations * 99 / 100] / 1e9,
                took[revocations - 1] / 1e9,
                revocations);
    }

    private static boolean isKnown(TokenBlocklist elsewhere, Revoked revoked) {
        return elsewhere.check(revoked.token()) == RevocationStatus.REVOKED;
    }
}
