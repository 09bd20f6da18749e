package dev.unpin.blob.s3;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * On S3Mock, which does nothing in one step: conditions are checked before it writes, and bytes and head are read
 * apart. All requests to one path go to it one by one.
 */
class S3MockBlobStoreTest extends S3Contract {
    private static @Nullable S3MockProcess server;
    private static @Nullable Stores stores;

    @BeforeAll
    static void start(@TempDir Path folder) {
        S3MockProcess started = S3MockProcess.start(folder);
        server = started;
        stores = Stores.connect(() -> Stores.builder(started.endpoint()).profile(S3Profile.AWS), request -> true);
    }

    @AfterAll
    static void stop() {
        if (stores != null) {
            stores.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    Stores stores() {
        if (stores == null) {
            throw new IllegalStateException("not started");
        }
        return stores;
    }

    @Override
    public Map<String, String> knownFaults() {
        String abort = "S3Mock 5.2 removes the blob of the same key when an upload is aborted";
        String type = "S3Mock 5.2 keeps the old content type when a copy is given another";
        return Map.ofEntries(
                entry("aCompletionThatIsRefusedEndsTheUpload", abort),
                entry("aListenerThatThrowsEndsTheUpload", abort),
                entry("aPartThatFailsForGoodEndsTheUpload", abort),
                entry("aSourceOfKnownLengthThatFailsPublishesNothing", abort),
                entry("aSourceThatFailsAtAnyBytePublishesNothing", abort),
                entry("aSourceThatIsShorterOrLongerThanItSaysPublishesNothing", abort),
                entry("aWriterThatIsClosedWithoutACommitPublishesNothing", abort),
                entry("anAbortMayBeRepeatedAndLeavesTheBlobAlone", abort),
                entry("anUploadOfADeadInstanceIsEndedByAge", abort),
                entry("createOnlyHoldsForBlobsOfManyParts", abort),
                entry("versionsHoldForBlobsOfManyParts", abort),
                entry("aCopyKeepsThemOrGetsOthers", type),
                entry("theAttributesOfABlobCanBeChangedInPlace", type),
                entry("aCopyKeepsToConditionsAtItsTarget", "S3Mock 5.2 ignores conditions at a copy's target"),
                entry("aDelimiterHoldsOverPagesOfOne", "S3Mock 5.2 repeats prefixes on later pages"),
                entry("allAttributesComeBack", "S3Mock 5.2 drops the space in text/html; charset=utf-8"),
                entry("keysComeOnceAndInTheOrderOfTheirUtf8Bytes", "S3Mock 5.2 sorts by UTF-16"));
    }
}
