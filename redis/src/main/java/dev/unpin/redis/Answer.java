package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script answered, and whether an earlier send of the same call may have been applied. */
record Answer(@Nullable Object value, boolean afterALostOne) {
    private static final byte[] STALE = "STALE".getBytes(StandardCharsets.US_ASCII);

    /** Whether the script says that it cannot know if it was applied before; see {@link Repeat#RECOGNISED_WRITE}. */
    private boolean isStale() {
        return value instanceof List<?> list
                && !list.isEmpty()
                && list.get(0) instanceof byte[] status
                && Arrays.equals(status, STALE);
    }

    /** Whether nobody can tell any more what an earlier send of the same write has done. */
    boolean leavesOpen(Repeat repeat) {
        return repeat == Repeat.RECOGNISED_WRITE && afterALostOne && isStale();
    }
}
