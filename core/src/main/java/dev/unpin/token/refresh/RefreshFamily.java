package dev.unpin.token.refresh;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * One sign-in that is kept alive by refresh tokens: what a list of devices shows. Immutable.
 *
 * @param id names it; the session id for its access tokens; no secret
 * @param owner who signed in
 * @param clientId which client the tokens are for
 * @param device what the client runs on, for people; may be empty
 * @param scope what access tokens may be issued for; unmodifiable, in the order given
 * @param openedAt when it was opened, by the store's clock
 * @param usedAt when it was opened or last rotated, by the store's clock
 * @param expiresAt from when on it is over unless it is used
 * @param absoluteDeadline from when on it is over however much it is used; never moved
 */
public record RefreshFamily(
        String id,
        String owner,
        String clientId,
        String device,
        Set<String> scope,
        Instant openedAt,
        Instant usedAt,
        Instant expiresAt,
        Instant absoluteDeadline) {
    /**
     * Takes what a store keeps.
     *
     * @param id names it
     * @param owner who signed in
     * @param clientId which client the tokens are for
     * @param device what the client runs on
     * @param scope what access tokens may be issued for; kept as it is given, so not to be changed
     * @param openedAt when it was opened
     * @param usedAt when it was opened or last rotated
     * @param expiresAt from when on it is over unless it is used
     * @param absoluteDeadline from when on it is over however much it is used
     */
    public RefreshFamily {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(openedAt, "openedAt");
        Objects.requireNonNull(usedAt, "usedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(absoluteDeadline, "absoluteDeadline");
    }

    /** Shows the id alone: who somebody is does not belong in a log. */
    @Override
    public String toString() {
        return "RefreshFamily[" + id + "]";
    }
}
