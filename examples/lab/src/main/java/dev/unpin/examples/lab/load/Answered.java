package dev.unpin.examples.lab.load;

import java.util.Optional;
import java.util.Set;

/**
 * A request that is over.
 *
 * @param user whose it was
 * @param intended when it was meant to start
 * @param sent when it was sent: later, if its user was still waiting for another answer
 * @param end when its last byte came, or it was given up
 * @param instance who answered, if anybody
 * @param key which key had signed the token that was believed, if one was
 * @param counts what it counts as
 */
record Answered(
        String user,
        long intended,
        long sent,
        long end,
        Optional<String> instance,
        Optional<String> key,
        Set<Count> counts) {
    boolean faulty() {
        return counts.stream().anyMatch(Count::fault);
    }
}
