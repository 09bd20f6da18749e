package dev.unpin.redis;

/**
 * Whether a script may be sent again when its first answer was lost; declared once, where the script is loaded.
 *
 * <p>Answers that prove that the script did not run (a redirect, an unknown script, a server that is still loading) are
 * followed by another send whatever this says.
 */
public enum Repeat {
    /** The script changes nothing; it is sent again until the deadline. */
    READ,

    /**
     * The script recognises its own repetition; it is sent again until the deadline, with the same arguments.
     *
     * <p>Among them are a random write id and something known before the first send, for instance the version that the
     * write builds on. The script keeps a ring of recent write ids with the versions they made. It answers with the
     * recorded outcome if it finds its id. If it does not, and the ring reaches back to the given version, the write
     * was never applied; else the script changes nothing and says that it cannot know, which on a
     * {@linkplain ScriptReply#resent() resend} means an unknown effect. Keeping only the last id is not enough: others
     * write between two sends.
     */
    RECOGNISED_WRITE,

    /** The script must not run twice; after a lost answer the call ends with an unknown effect. */
    NEVER
}
