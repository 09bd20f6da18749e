package dev.unpin.blob.s3;

import dev.unpin.StoreException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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
    private volatile boolean bucketSeen;

    S3Calls(S3Client client, String bucket, Duration timeout, Duration longTimeout) {
        this.client = client;
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
        Sends sends = new Sends();
        Duration limit = operation.isLong() ? longTimeout : timeout;
        AwsRequestOverrideConfiguration.Builder override = AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(limit)
                .putExecutionAttribute(Sends.ATTRIBUTE, sends);
        try {
            T answer = send.with(client, override);
            bucketSeen = true;
            return answer;
        } catch (AwsServiceException e) {
            Refusal refusal = Refusal.of(e, sends);
            return expected.apply(refusal).orElseThrow(() -> failure(operation, refusal));
        } catch (SdkException e) {
            throw failure(operation, e);
        }
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

    private StoreException failure(Operation operation, SdkException e) {
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
        }
        String message = "bucket " + bucket + " gave no answer when asked to " + operation;
        return operation.isRead() || wasNeverConnected(e)
                ? StoreException.notSent(message, e)
                : StoreException.unknown(message, e);
    }

    /** Whether no send got as far as a connection; the SDK tells of the earlier ones as suppressed. */
    private static boolean wasNeverConnected(SdkException e) {
        boolean many = e.numAttempts() != null && e.numAttempts() > 1;
        return (!many || e.getSuppressed().length >= e.numAttempts() - 1)
                && Stream.concat(Stream.of(e), Arrays.stream(e.getSuppressed())).allMatch(S3Calls::isConnectFailure);
    }

    private static boolean isConnectFailure(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .anyMatch(t -> t instanceof ConnectException
                        || t instanceof UnknownHostException
                        || t instanceof NoRouteToHostException
                        || t.getClass().getSimpleName().equals("ConnectTimeoutException"));
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
