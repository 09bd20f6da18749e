package dev.unpin.blob.s3;

import static java.util.Map.entry;

import dev.unpin.s3.embedded.EmbeddedS3;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/**
 * On S3Proxy, which creates atomically: what creates goes to it at once. All else goes one by one, since it compares
 * and writes apart, and reads bytes and head apart.
 */
class S3ProxyBlobStoreTest extends S3Contract {
    private static final EmbeddedS3 SERVER = EmbeddedS3.startOwn();
    private static final Stores STORES = Stores.connect(
            () -> S3BlobStore.builder(SERVER.bucket())
                    .endpoint(SERVER.endpoint())
                    .region(SERVER.region())
                    .credentials(SERVER.accessKeyId(), SERVER.secretAccessKey())
                    .profile(S3Profile.AWS),
            request -> request.firstMatchingHeader("If-None-Match").isEmpty());

    @AfterAll
    static void stop() {
        STORES.close();
        SERVER.close();
    }

    @Override
    Stores stores() {
        return STORES;
    }

    @Override
    public Map<String, String> knownFaults() {
        String files = "S3Proxy 4.1 keeps blobs as files: no blob a beside a blob a/b";
        String removal = "S3Proxy 4.1 answers that it removed an expected version where nothing was";
        return Map.ofEntries(
                entry("aKeyAndWhatLiesBelowItStandSideBySide", files),
                entry("aDelimiterHoldsOverPagesOfOne", files),
                entry("aDelimiterTellsManyKeysAsOne", files),
                entry("aPrefixEndsWhereItEnds", files),
                entry("randomKeysAreKeptOrRefusedAndNeverMixedUp", files),
                entry("keysComeOnceAndInTheOrderOfTheirUtf8Bytes", files + ", and it sorts by UTF-16"),
                entry("onlyTheVersionThatWasReadIsRemoved", removal),
                entry("aRemovalThatMetItselfIsRecognised", removal),
                entry("ofManyRemoversOfOneVersionExactlyOneWins", removal),
                entry("aCopyKeepsToConditionsAtItsTarget", "S3Proxy 4.1 ignores conditions at a copy's target"),
                entry("anEndedUploadTakesNoMoreParts", "S3Proxy 4.1 takes parts of uploads that were aborted"),
                entry("allAttributesComeBack", "S3Proxy 4.1 drops the space in text/html; charset=utf-8"));
    }
}
