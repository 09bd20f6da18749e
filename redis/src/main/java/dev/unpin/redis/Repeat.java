package dev.unpin.redis;

/**
 * Whether a script may be sent again when its first answer was lost, and what a loss means; declared once, where the
 * script is loaded.
 *
 * <p>Answers that prove that the script did not run (a redirect, an unknown script, a server that is still loading) are
 * followed by another send whatever this says.
 */
public enum Repeat {
    /**
     * The script changes nothing that a caller could notice: it reads, or tidies up on the way. It is sent again until
     * the deadline; if it never gets an answer, that is {@linkplain dev.unpin.Effect#NOT_SENT not sent}.
     */
    READ,

    /**
     * The script writes, and running it several times leaves the same as running it once, whatever others do in
     * between. It is sent again until the deadline; without an answer, its effect is unknown. So it is when the server
     * refuses it after a send whose answer was lost.
     */
    IDEMPOTENT,

    /**
     * The script writes and recognises its own repetition; it is sent again until the deadline, with the same
     * arguments. Without an answer, its effect is unknown.
     *
     * <p>Among the arguments are a random write id and something known before the first send, the version that the
     * write builds on. The script keeps a ring of recent write ids with the versions they made
     * ({@link ScriptPart#RECENT_WRITES}). It answers with the recorded outcome if it finds its id. If it does not, and
     * the ring reaches back to the given version, the write was never applied. Else the script changes nothing and
     * answers a list that begins with the string {@code STALE}, by which it says that it cannot know. Keeping only the
     * last id is not enough: others write between two sends.
     *
     * <p>The driver sees {@code STALE} only where it proves that nothing was applied: on a call of which no earlier
     * send can have been. On every other call {@link RedisBackend#eval} turns it into an unknown effect. That includes
     * every call over a client with {@linkplain RedisBackendBuilder#acceptHiddenRetries() hidden retries}, whose
     * resends cannot be seen.
     */
    RECOGNISED_WRITE,

    /** The script must not run twice; after a lost answer the call ends with an unknown effect. */
    NEVER
}
