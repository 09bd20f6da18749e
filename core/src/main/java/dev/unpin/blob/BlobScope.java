package dev.unpin.blob;

/**
 * Which keys a {@link Blobs} sees: those below a prefix, which is empty or ends with a slash. A key is checked before
 * the prefix is put in front of it, so that none leads out. Immutable.
 */
record BlobScope(String prefix) {
    static final BlobScope ALL = new BlobScope("");

    BlobScope inner(String key) {
        return new BlobScope(full(key) + "/");
    }

    String full(String key) {
        return BlobKeys.requireKey(prefix + BlobKeys.requireKey(key));
    }

    String fullPrefix(String keyPrefix) {
        return BlobKeys.requirePrefix(prefix + BlobKeys.requirePrefix(keyPrefix));
    }

    String relative(String fullKey) {
        if (!fullKey.startsWith(prefix)) {
            throw new IllegalStateException("the store told a key outside of the scope");
        }
        return fullKey.substring(prefix.length());
    }
}
