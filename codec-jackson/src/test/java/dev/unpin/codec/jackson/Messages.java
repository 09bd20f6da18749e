package dev.unpin.codec.jackson;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** All that an exception says, and all that its causes and suppressed ones say, as a log would show it. */
final class Messages {
    private Messages() {}

    static String of(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(Set.of(thrown));
        while (!open.isEmpty()) {
            Throwable next = open.pop();
            if (seen.add(next)) {
                all.append(next).append('\n');
                open.addAll(Arrays.asList(next.getSuppressed()));
                Throwable cause = next.getCause();
                if (cause != null) {
                    open.add(cause);
                }
            }
        }
        return all.toString();
    }
}
