package dev.unpin.session.spi;

import java.util.List;

/**
 * What an {@link OwnerStore} holds of one owner. Immutable.
 *
 * @param live the sessions that are not marked, in the order of their sign-ins, the oldest first; some of them may have
 *     ended meanwhile, which the index does not know
 * @param marked the ids of those that are to be ended
 */
public record OwnerEntries(List<OwnerEntry> live, List<String> marked) {
    /**
     * Copies both lists.
     *
     * @param live the sessions that are not marked, the oldest first
     * @param marked the ids of those that are to be ended
     */
    public OwnerEntries {
        live = List.copyOf(live);
        marked = List.copyOf(marked);
    }
}
