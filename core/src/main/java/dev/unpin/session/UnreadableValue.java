package dev.unpin.session;

/**
 * What happens when a stored value cannot be read as the type of its {@link SessionKey}, for instance because another
 * release of the service wrote it. The other values of the session are not concerned in any case. A value that cannot
 * be decrypted is another matter: {@link SessionDecryptionException}.
 */
public enum UnreadableValue {
    /** Reading it throws {@link dev.unpin.codec.CodecException}; setting or removing it works. */
    FAIL,
    /** It counts as absent, and the commit removes it, unless another request has replaced it meanwhile. */
    DROP,
    /** It counts as absent and stays stored until it is set or removed. */
    KEEP
}
