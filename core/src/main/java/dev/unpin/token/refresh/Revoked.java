package dev.unpin.token.refresh;

import java.util.List;

/**
 * What a call has revoked. Immutable.
 *
 * @param families the ids of the families that this call revoked; those revoked before are not among them
 * @param pending the ids of all revoked families of the same owner whose access tokens could not be revoked yet, since
 *     whoever is to be told of it failed; they are told later
 */
public record Revoked(List<String> families, List<String> pending) {
    /**
     * Takes what was revoked.
     *
     * @param families the ids of the families that this call revoked
     * @param pending the ids of those still to be told
     */
    public Revoked {
        families = List.copyOf(families);
        pending = List.copyOf(pending);
    }
}
