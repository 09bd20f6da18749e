package dev.unpin.examples.shop;

/** Something that this project promises did not hold. The message says what was expected and what was seen. */
final class BrokenPromise extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenPromise(String message) {
        super(message);
    }

    /** Goes on only if the promise holds. */
    static void unless(boolean kept, String expectedAndSeen) {
        if (!kept) {
            throw new BrokenPromise(expectedAndSeen);
        }
    }
}
