package dev.unpin.blob.s3;

import dev.unpin.blob.spi.BlobCapability;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Gathers the settings of an {@link S3BlobStore}. Not thread-safe. */
public final class S3BlobStoreBuilder {
    private static final String REGION_OF_OTHERS = "us-east-1";

    private final String bucket;
    private @Nullable S3Client client;
    private @Nullable SdkHttpClient httpClient;
    private @Nullable URI endpoint;
    private @Nullable URI publicEndpoint;
    private @Nullable String region;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable S3Profile profile;
    private @Nullable Set<BlobCapability> capabilities;
    private Duration callTimeout = Duration.ofSeconds(60);
    private Duration longCallTimeout = Duration.ofMinutes(10);
    private int maxConnections = 100;

    S3BlobStoreBuilder(String bucket) {
        if (Objects.requireNonNull(bucket, "bucket").isBlank()) {
            throw new IllegalArgumentException("a bucket has a name");
        }
        this.bucket = bucket;
    }

    /**
     * Sets where the store is, if it is not Amazon's; the bucket is put into the path.
     *
     * @param uri for instance {@code http://minio.internal:9000}
     * @return this
     */
    public S3BlobStoreBuilder endpoint(URI uri) {
        endpoint = requireAddress(uri);
        return this;
    }

    /**
     * Sets how browsers and others outside reach the store, for the requests that are signed for them; by default like
     * us.
     *
     * @param uri for instance {@code https://files.example}
     * @return this
     */
    public S3BlobStoreBuilder publicEndpoint(URI uri) {
        publicEndpoint = requireAddress(uri);
        return this;
    }

    private static URI requireAddress(URI uri) {
        if (!("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("an endpoint is like https://host:port, not " + uri);
        }
        return uri;
    }

    /**
     * Sets the region; by default as the SDK finds it, and {@code us-east-1} where there is an {@link #endpoint}.
     *
     * @param id for instance {@code eu-central-1}
     * @return this
     */
    public S3BlobStoreBuilder region(String id) {
        region = Objects.requireNonNull(id, "region");
        return this;
    }

    /**
     * Sets who asks; by default as the SDK finds it.
     *
     * @param provider gives credentials, and renews them
     * @return this
     */
    public S3BlobStoreBuilder credentials(AwsCredentialsProvider provider) {
        credentials = Objects.requireNonNull(provider, "credentials");
        return this;
    }

    /**
     * Sets who asks, by keys that never change.
     *
     * @param accessKeyId the access key's id
     * @param secretAccessKey the secret access key
     * @return this
     */
    public S3BlobStoreBuilder credentials(String accessKeyId, String secretAccessKey) {
        return credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)));
    }

    /**
     * Sets what kind of store it is; by default {@link S3Profile#AWS}, and {@link S3Profile#OTHER}, which promises no
     * conditions, where there is an {@link #endpoint}.
     *
     * @param kind the kind
     * @return this
     */
    public S3BlobStoreBuilder profile(S3Profile kind) {
        profile = Objects.requireNonNull(kind, "profile");
        return this;
    }

    /**
     * Sets what the store keeps, where it is more or less than its profile says. A condition that is named here and
     * ignored by the store is silently lost: see {@link S3BlobStore#probe}.
     *
     * @param kept all capabilities of the store
     * @return this
     */
    public S3BlobStoreBuilder capabilities(Set<BlobCapability> kept) {
        EnumSet<BlobCapability> copy = EnumSet.noneOf(BlobCapability.class);
        copy.addAll(kept);
        capabilities = Collections.unmodifiableSet(copy);
        return this;
    }

    /**
     * Sets how long a call may take, all its repetitions included; 60 seconds by default. A part of an upload has to be
     * through by then. Reading an opened blob takes as long as it takes, while no byte is 30 seconds late.
     *
     * @param timeout a positive duration
     * @return this
     */
    public S3BlobStoreBuilder callTimeout(Duration timeout) {
        callTimeout = positive(timeout, "callTimeout");
        return this;
    }

    /**
     * Sets how long a copy or the completion of an upload may take, for which the store moves the whole blob; 10
     * minutes by default.
     *
     * @param timeout a positive duration
     * @return this
     */
    public S3BlobStoreBuilder longCallTimeout(Duration timeout) {
        longCallTimeout = positive(timeout, "longCallTimeout");
        return this;
    }

    private static Duration positive(Duration timeout, String name) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(name + " is positive, not " + timeout);
        }
        return timeout;
    }

    /**
     * Sets how many requests may be under way at the same time; 100 by default. Every open blob is one.
     *
     * @param connections at least 1
     * @return this
     */
    public S3BlobStoreBuilder maxConnections(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("maxConnections is at least 1, not " + connections);
        }
        maxConnections = connections;
        return this;
    }

    /**
     * Uses another HTTP client of the SDK, for instance through a proxy. It is not closed.
     *
     * @param http the client
     * @return this
     */
    public S3BlobStoreBuilder httpClient(SdkHttpClient http) {
        httpClient = Objects.requireNonNull(http, "httpClient");
        return this;
    }

    /**
     * Uses a client that is there already, with its endpoint, region, credentials, HTTP client and repetitions. It is
     * not closed. A refusal after a repetition by such a client counts as ambiguous, and costs a look, even where the
     * send before it was plainly refused.
     *
     * @param s3 the client
     * @return this
     */
    public S3BlobStoreBuilder client(S3Client s3) {
        client = Objects.requireNonNull(s3, "client");
        return this;
    }

    /**
     * Makes the store. Does not ask it: a service starts without it.
     *
     * @return a store, to be closed
     * @throws IllegalStateException if a client was given beside what it decides
     */
    public S3BlobStore build() {
        return build(InstantSource.system());
    }

    S3BlobStore build(InstantSource clock) {
        boolean mixed = endpoint != null || region != null || credentials != null || httpClient != null;
        if (client != null && mixed) {
            throw new IllegalStateException("a client comes with endpoint, region, credentials and HTTP client");
        }
        return client == null ? owning(clock) : over(client, clock);
    }

    private S3BlobStore owning(InstantSource clock) {
        S3Profile kind = kind(endpoint);
        Region place = place();
        AwsCredentialsProvider who =
                credentials == null ? DefaultCredentialsProvider.builder().build() : credentials;
        S3ClientBuilder builder = S3Client.builder()
                .region(place)
                .credentialsProvider(who)
                .forcePathStyle(endpoint != null)
                // Their checksums are known: nothing needs to trail behind the bytes, in chunks or not.
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(kind.takesSignedChunks())
                        .build())
                .putAuthScheme(new PayloadSigning())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD));
        SdkHttpClient http = httpClient == null ? apache() : httpClient;
        builder.httpClient(new WatchedHttp(http));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (kind.checksums() == S3Profile.Checksums.MD5) {
            builder.addPlugin(LegacyMd5Plugin.create());
        }
        S3Client made = builder.build();
        S3Signing signing = signing(kind, place, who, endpoint, clock);
        Runnable closeHttp = httpClient == null ? http::close : () -> {};
        return store(made, S3Calls.Maker.WE, kind, signing, () -> {
            signing.close();
            made.close();
            closeHttp.run();
        });
    }

    private SdkHttpClient apache() {
        return Apache5HttpClient.builder()
                .maxConnections(maxConnections)
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(30))
                .build();
    }

    private S3BlobStore over(S3Client given, InstantSource clock) {
        URI its = given.serviceClientConfiguration().endpointOverride().orElse(null);
        S3Profile kind = kind(its);
        S3Signing signing = signing(
                kind,
                given.serviceClientConfiguration().region(),
                given.serviceClientConfiguration().credentialsProvider(),
                its,
                clock);
        return store(given, S3Calls.Maker.OTHERS, kind, signing, signing::close);
    }

    private S3BlobStore store(S3Client s3, S3Calls.Maker maker, S3Profile kind, S3Signing signing, Runnable close) {
        return new S3BlobStore(
                new S3Calls(s3, maker, bucket, callTimeout, longCallTimeout),
                kind,
                capabilities == null ? kind.capabilities() : capabilities,
                signing,
                close);
    }

    private S3Signing signing(
            S3Profile kind,
            Region place,
            IdentityProvider<? extends AwsCredentialsIdentity> who,
            @Nullable URI inside,
            InstantSource clock) {
        URI outside = publicEndpoint == null ? inside : publicEndpoint;
        S3Presigner.Builder presigner = S3Presigner.builder()
                .region(place)
                .credentialsProvider(who)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(outside != null)
                        .build());
        if (outside != null) {
            presigner.endpointOverride(outside);
        }
        return new S3Signing(presigner.build(), who, bucket, place.id(), kind.checksums(), clock);
    }

    private S3Profile kind(@Nullable URI its) {
        if (profile != null) {
            return profile;
        }
        return its == null ? S3Profile.AWS : S3Profile.OTHER;
    }

    private Region place() {
        if (region != null) {
            return Region.of(region);
        }
        return endpoint == null ? new DefaultAwsRegionProviderChain().getRegion() : Region.of(REGION_OF_OTHERS);
    }
}
