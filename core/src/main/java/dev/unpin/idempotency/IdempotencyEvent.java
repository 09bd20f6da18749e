package dev.unpin.idempotency;

/**
 * Something that happened to an operation. Its text is safe to log: records are named by hashes, which tell neither key
 * nor principal.
 */
public sealed interface IdempotencyEvent {
    /**
     * A call got the result of an earlier one.
     *
     * @param operation the operation
     * @param record which of its records
     */
    record Replayed(String operation, String record) implements IdempotencyEvent {}

    /**
     * A key came with another payload than before, and was refused.
     *
     * @param operation the operation
     * @param record which of its records
     */
    record Mismatched(String operation, String record) implements IdempotencyEvent {}

    /**
     * A run began where an earlier one had broken off.
     *
     * @param operation the operation
     * @param record which of its records
     * @param attempt which attempt this is
     */
    record TakenOver(String operation, String record, int attempt) implements IdempotencyEvent {}

    /**
     * A run has lost its claim, or is about to: it could not renew its lease, ran for longer than allowed, or was found
     * to be late.
     *
     * @param operation the operation
     * @param record which of its records
     * @param attempt which attempt it was
     */
    record Lost(String operation, String record, int attempt) implements IdempotencyEvent {}

    /**
     * A run ended, and the store could not be told.
     *
     * @param operation the operation
     * @param record which of its records
     * @param cause what the store reported
     */
    record Unrecorded(String operation, String record, RuntimeException cause) implements IdempotencyEvent {}
}
