package dev.unpin.blob.s3;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Asks a bucket, each time with a deadline, and tells what a failure did to it. Thread-safe. */
final class S3Calls {
    private final S3Client client;
    private final String bucket;
    private final Duration timeout;
    private final Duration longTimeout;
    private final Maker maker;
    private volatile boolean bucketSeen;

    /** Who made the client: what ours sends, {@link Sends} sees. */
    enum Maker {
        WE,
        OTHERS
    }

    S3Calls(S3Client client, Maker maker, String bucket, Duration timeout, Duration longTimeout) {
        this.client = client;
        this.maker = maker;
        this.bucket = bucket;
        this.timeout = timeout;
        this.longTimeout = longTimeout;
    }

    /** One request. */
    @FunctionalInterface
    interface Send<T> {
        T with(S3Client client, AwsRequestOverrideConfiguration.Builder override);
    }

    String bucket() {
        return bucket;
    }

    <T> T call(Operation operation, Send<T> send) {
        return call(operation, send, refusal -> Optional.empty());
    }

    /**
     * Asks.
     *
     * @param expected turns a refusal that the port has a reply for into it; empty for any other
     */
    <T> T call(Operation operation, Send<T> send, Function<Refusal, Optional<T>> expected) {
        AwsRequestOverrideConfiguration.Builder override =
                AwsRequestOverrideConfiguration.builder().apiCallTimeout(operation.isLong() ? longTimeout : timeout);
        Sends sends = Sends.begin();
        Refusal refusal;
        try {
            T answer = send.with(client, override);
            bucketSeen = true;
            return answer;
        } catch (AwsServiceException e) {
            refusal = Refusal.of(e, sends);
        } catch (SdkException e) {
            throw failure(operation, e, sends);
        } finally {
            Sends.end();
        }
        return expected.apply(refusal).orElseThrow(() -> failure(operation, refusal));
    }

    private StoreException failure(Operation operation, Refusal refusal) {
        String message = "bucket " + bucket + " answered " + refusal.status()
                + (refusal.code().isEmpty() ? "" : " " + refusal.code()) + " when asked to " + operation
                + hint(refusal);
        if (operation.isRead()) {
            return Sends.isRefusal(refusal.status())
                    ? StoreException.refused(message, refusal.error())
                    : StoreException.notSent(message, refusal.error());
        }
        return Sends.isRefusal(refusal.status()) && !refusal.resent()
                ? StoreException.refused(message, refusal.error())
                : StoreException.unknown(message, refusal.error());
    }

    private static String hint(Refusal refusal) {
        return switch (refusal.status()) {
            case 301, 307, 400 -> ": are region and endpoint those of the bucket?";
            case 401, 403 ->
                ": may these credentials do that? (Without s3:ListBucket, absent blobs are answered so, too)";
            case 404 -> ": is there such a bucket?";
            default -> "";
        };
    }

    private StoreException failure(Operation operation, SdkException e, Sends sends) {
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
        }
        String message = "bucket " + bucket + " gave no answer when asked to " + operation;
        return operation.isRead() || wasNeverSent(e, sends)
                ? StoreException.notSent(message, e)
                : StoreException.unknown(message, e);
    }

    private boolean wasNeverSent(SdkException e, Sends sends) {
        if (maker == Maker.WE) {
            return sends.neverConnected();
        }
        return (e.numAttempts() == null || e.numAttempts() <= 1) && WatchedHttp.isConnectFailure(e);
    }

    /**
     * Makes sure that an answer without a body spoke of a blob and not of the bucket: once, until something is found.
     */
    void requireBucket() {
        if (!bucketSeen) {
            call(
                    Operation.PING,
                    (s3, override) -> s3.headBucket(r -> r.bucket(bucket).overrideConfiguration(override.build())));
        }
    }
}
