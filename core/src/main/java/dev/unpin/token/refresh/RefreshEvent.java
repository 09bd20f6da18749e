package dev.unpin.token.refresh;

/**
 * Something that happened to refresh tokens, for audits and alarms. Its text is safe to log: it names families by their
 * ids, never tokens or owners.
 */
public sealed interface RefreshEvent {
    /**
     * Somebody signed in.
     *
     * @param family the new family
     */
    record Opened(RefreshFamily family) implements RefreshEvent {}

    /**
     * A token was replaced.
     *
     * @param family its family
     */
    record Rotated(RefreshFamily family) implements RefreshEvent {}

    /**
     * A token that had just been replaced was presented again, and got the same successor. Parallel tabs and lost
     * answers look like this, and so does a thief who is quick; many of them in one family are worth a look.
     *
     * @param family its family
     */
    record Replayed(RefreshFamily family) implements RefreshEvent {}

    /**
     * A token that had been replaced long ago was presented again: it was stolen, or its successor was. Its family is
     * revoked. Told at every presentation of such a token while the store remembers the family.
     *
     * @param familyId its family
     */
    record Reused(String familyId) implements RefreshEvent {}

    /**
     * A token was not accepted for any other reason.
     *
     * @param status why
     */
    record Rejected(Rotation.Status status) implements RefreshEvent {}

    /**
     * A family was revoked on purpose.
     *
     * @param familyId which
     */
    record Revoked(String familyId) implements RefreshEvent {}

    /**
     * A family was revoked since its owner opened one more than allowed, and had used this one least recently.
     *
     * @param familyId which
     */
    record Displaced(String familyId) implements RefreshEvent {}

    /**
     * The access tokens of a revoked family could not be revoked yet, or it could not be noted that they are.
     *
     * @param familyId which
     * @param cause what failed
     */
    record RevocationPending(String familyId, RuntimeException cause) implements RefreshEvent {
        /** Shows what failed by its class: its message is not ours. */
        @Override
        public String toString() {
            return "RevocationPending[" + familyId + ", " + cause.getClass().getName() + "]";
        }
    }

    /**
     * The access tokens of a revoked family are revoked.
     *
     * @param familyId which
     */
    record RevocationTold(String familyId) implements RefreshEvent {}
}
