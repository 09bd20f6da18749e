package dev.unpin.blob.spi;

/** What a store can promise beyond plain reads and writes; what it cannot is refused before a byte is sent. */
public enum BlobCapability {
    /** {@link BlobStore#put} creates only what is absent, atomically. */
    CREATE_ONLY,
    /** {@link BlobStore#put} overwrites only what has an expected version, atomically. */
    COMPARE_AND_SET,
    /** {@link BlobStore#completeUpload} keeps those two promises too. */
    CONDITIONAL_UPLOAD,
    /** {@link BlobStore#remove} removes only what has an expected version, atomically. */
    CONDITIONAL_REMOVE,
    /** {@link BlobStore#copy} copies only a source that has an expected version. */
    COPY_IF_SOURCE,
    /** {@link BlobStore#copy} keeps the promises of {@link #CREATE_ONLY} and {@link #COMPARE_AND_SET} at its target. */
    COPY_IF_TARGET,
    /** {@link PresigningBlobStore#presignPost} bounds the size of what a client uploads by itself. */
    POST_POLICY
}
