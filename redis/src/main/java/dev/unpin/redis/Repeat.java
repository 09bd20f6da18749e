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
     * The script recognises its own repetition; it is sent again until the deadline.
     *
     * <p>The backend gives such a script two more locals: {@code write_id}, 16 random bytes that are the same in every
     * send of one call, and {@code first_sent_us}, which is 0 in the first send and, in later ones, a moment in the
     * server's microseconds before which the first send cannot have been applied. The script keeps the ids of recent
     * writes with their times. It answers with the recorded outcome if it finds its id; it applies the write if
     * {@code first_sent_us} is 0 or if its records reach back further than that; else it changes nothing and says that
     * it cannot know.
     *
     * <p>A delayed first copy can arrive after its repetition was answered. It is recognised as long as the id is still
     * kept; a write that would be harmful even later must also depend on what it replaces, for instance on a version.
     */
    RECOGNISED_WRITE,

    /** The script must not run twice; after a lost answer the call ends with an unknown effect. */
    NEVER
}
