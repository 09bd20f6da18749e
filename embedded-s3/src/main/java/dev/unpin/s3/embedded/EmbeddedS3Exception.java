package dev.unpin.s3.embedded;

/** Says that an embedded server could not be started or stopped. */
public final class EmbeddedS3Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedS3Exception(String message, Throwable cause) {
        super(message, cause);
    }
}
