package dev.unpin.blob.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.Header;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs as the SDK does, but for bytes that would fill no more than one of its chunks: these it signs with the head,
 * which is as safe and costs less than a chunk, its end, and their taking apart. Thread-safe.
 */
final class PayloadSigning implements AwsV4AuthScheme {
    private static final int CHUNK_BYTES = 128 * 1024;

    private final AwsV4AuthScheme real = AwsV4AuthScheme.create();
    private final AwsV4HttpSigner signer = new Signer(real.signer());

    @Override
    public String schemeId() {
        return real.schemeId();
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return real.identityProvider(providers);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return signer;
    }

    private record Signer(AwsV4HttpSigner real) implements AwsV4HttpSigner {
        @Override
        public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
            boolean small = request.request()
                    .firstMatchingHeader(Header.CONTENT_LENGTH)
                    .filter(length -> Long.parseLong(length) <= CHUNK_BYTES)
                    .isPresent();
            return real.sign(small ? inOnePiece(request) : request);
        }

        private static <I extends AwsCredentialsIdentity> SignRequest<I> inOnePiece(SignRequest<I> request) {
            return request.toBuilder()
                    .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, false)
                    .build();
        }

        @Override
        public CompletableFuture<AsyncSignedRequest> signAsync(
                AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
            return real.signAsync(request);
        }
    }
}
