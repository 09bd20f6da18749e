package dev.unpin.token.jwt;

/** Where a key of a {@link RotatingKeyRing} is in its life. After the last of these it is removed. */
public enum KeyState {
    /** Published, so that verifiers everywhere know it before the first token signed by it arrives. */
    ANNOUNCED,

    /** Signs every new token. There is exactly one. */
    SIGNING,

    /** Signs no more, and verifies until the last of its tokens has expired; its private half is erased. */
    RETIRING
}
