package dev.unpin.s3.embedded;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An S3 server with one empty bucket inside of this JVM, for tests and demos, ready when {@code start} returns.
 *
 * <pre>{@code
 * try (EmbeddedS3 s3 = EmbeddedS3.startOwn()) {
 *     S3BlobStore store = S3BlobStore.builder(s3.bucket())
 *             .endpoint(s3.endpoint())
 *             .region(s3.region())
 *             .credentials(s3.accessKeyId(), s3.secretAccessKey())
 *             .profile(S3Profile.AWS)
 *             .build();
 * }
 * }</pre>
 *
 * <p>It is S3Proxy on 127.0.0.1, with everything in memory. It checks signatures, ranges, conditions and POST policies,
 * and pages from any origin may call it; but it checks {@code If-Match} before it writes and not in one step, ignores
 * conditions at the target of a copy, and sorts keys by UTF-16. A JVM ends only after {@link #close} or
 * {@link System#exit}.
 *
 * <p><strong>A running store instead.</strong> If the environment variable {@code UNPIN_S3} is set, for instance to
 * {@code https://accessKeyId:secret@s3.eu-central-1.amazonaws.com/bucket?eu-central-1} (both keys percent-encoded, the
 * region {@code us-east-1} if left out), {@link #start()} answers a handle to that bucket; what is there stays there,
 * so tests keep to a prefix of their own. {@link #startOwn()} never looks at the variable.
 *
 * <p>Instances are thread-safe.
 */
public final class EmbeddedS3 implements AutoCloseable {
    static final String VARIABLE = "UNPIN_S3";

    private final S3Address address;
    private final @Nullable Engine engine;

    private EmbeddedS3(S3Address address, @Nullable Engine engine) {
        this.address = address;
        this.engine = engine;
    }

    /**
     * Starts a server, or answers a handle to the bucket that {@code UNPIN_S3} names, without asking it.
     *
     * @return a server that answers
     * @throws EmbeddedS3Exception if no server can be started here
     * @throws IllegalArgumentException if {@code UNPIN_S3} is not as said
     */
    public static EmbeddedS3 start() {
        return start(System.getenv(VARIABLE));
    }

    static EmbeddedS3 start(@Nullable String named) {
        return named == null || named.isBlank() ? startOwn() : new EmbeddedS3(S3Address.parse(named), null);
    }

    /**
     * Starts a server of our own, whatever {@code UNPIN_S3} says.
     *
     * @return a server that answers
     * @throws EmbeddedS3Exception if no server can be started here
     */
    public static EmbeddedS3 startOwn() {
        S3Address.Keys keys = new S3Address.Keys("unpin", "unpin-secret");
        Engine engine = Engine.start(keys, "unpin");
        return new EmbeddedS3(
                new S3Address(URI.create("http://127.0.0.1:" + engine.port()), S3Address.DEFAULT_REGION, "unpin", keys),
                engine);
    }

    /**
     * Tells whether the server is our own.
     *
     * @return false for the bucket that {@code UNPIN_S3} names
     */
    public boolean isOwn() {
        return engine != null;
    }

    /**
     * Returns the address for a client, which has to put the bucket into the path and not into the host's name.
     *
     * @return for instance {@code http://127.0.0.1:41291}
     */
    public URI endpoint() {
        return address.endpoint();
    }

    /**
     * Returns the region that requests are signed for.
     *
     * @return {@code us-east-1}, or what {@code UNPIN_S3} says
     */
    public String region() {
        return address.region();
    }

    /**
     * Returns the name of the bucket.
     *
     * @return a bucket that is there, and empty if the server is our own
     */
    public String bucket() {
        return address.bucket();
    }

    /**
     * Returns who asks.
     *
     * @return the access key's id
     */
    public String accessKeyId() {
        return address.keys().accessKeyId();
    }

    /**
     * Returns by what requests are signed.
     *
     * @return the secret access key
     */
    public String secretAccessKey() {
        return address.keys().secretAccessKey();
    }

    /** Stops the server, and forgets what it kept, if it is our own. Repeatable. */
    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }

    /**
     * Returns bucket and address, without the secret.
     *
     * @return for instance {@code bucket unpin at http://127.0.0.1:41291}
     */
    @Override
    public String toString() {
        return address.toString();
    }
}
