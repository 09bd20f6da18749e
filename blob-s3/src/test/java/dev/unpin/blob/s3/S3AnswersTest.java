package dev.unpin.blob.s3;

import static dev.unpin.blob.s3.ScriptedS3.answer;
import static dev.unpin.blob.s3.ScriptedS3.error;
import static dev.unpin.blob.s3.ScriptedS3.lost;
import static dev.unpin.blob.s3.ScriptedS3.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.blob.BlobInfo;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.spi.BlobBytes;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.CopyRequest;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each answer of a store means, with a store that answers as it is told. */
class S3AnswersTest {
    private static final Version V1 = new Version("v1");
    private static final BlobHead HEAD = new BlobHead("text/plain", null, null, Map.of("unpin-write", "w"));

    private static PutRequest put(Condition condition) {
        return new PutRequest("k", HEAD, BlobBytes.of("hello".getBytes(UTF_8)), condition);
    }

    private static CompleteRequest complete(Condition condition) {
        return new CompleteRequest("k", "id", List.of(new StoredPart(1, 5, "\"t\"", null)), condition, null);
    }

    private static CopyRequest copy(Condition condition) {
        return new CopyRequest("from", V1, "to", HEAD, condition);
    }

    private static void assertFails(Effect effect, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.effect()).isEqualTo(effect))
                .hasMessageNotContaining("secret");
    }

    @Test
    void conditionsTravelAsHeaders() {
        try (ScriptedS3 s3 = new ScriptedS3(stored());
                S3BlobStore store = s3.store().build()) {
            store.put(put(Condition.absent()));
            store.put(put(Condition.ifVersion(V1)));
            store.remove("k", Condition.ifVersion(V1));

            assertThat(s3.request(0).header("If-None-Match")).isEqualTo("*");
            assertThat(s3.request(0).header("If-Match")).isEmpty();
            assertThat(s3.request(0).header("x-amz-checksum-crc32c")).isEqualTo("mnG7TA==");
            assertThat(s3.request(0).header("x-amz-meta-unpin-write")).isEqualTo("w");
            assertThat(s3.request(0).bytes()).isEqualTo(5);
            assertThat(s3.request(1).header("If-Match")).isEqualTo("\"v1\"");
            assertThat(s3.request(2).header("If-Match")).isEqualTo("\"v1\"");
        }
    }

    @Test
    void conditionsTravelWithCompletionsAndCopies() {
        String completed = "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>";
        String copied = "<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>";
        try (ScriptedS3 s3 = new ScriptedS3(answer(200, completed), answer(200, completed), answer(200, copied));
                S3BlobStore store = s3.store().build()) {
            store.completeUpload(complete(Condition.absent()));
            store.completeUpload(complete(Condition.ifVersion(V1)));
            store.copy(copy(Condition.absent()));

            assertThat(s3.request(0).header("If-None-Match")).isEqualTo("*");
            assertThat(s3.request(1).header("If-Match")).isEqualTo("\"v1\"");
            assertThat(s3.request(2).header("If-None-Match")).isEqualTo("*");
            assertThat(s3.request(2).header("x-amz-copy-source-if-match")).isEqualTo("\"v1\"");
            assertThat(s3.request(2).header("x-amz-metadata-directive")).isEqualTo("REPLACE");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "409, ConditionalRequestConflict, CONFLICT",
        "412, PreconditionFailed, CONDITION_FAILED",
        "404, NoSuchKey, CONDITION_FAILED"
    })
    void aRefusalByTheConditionIsAReply(int status, String code, WriteReply.Status expected) {
        try (ScriptedS3 s3 = new ScriptedS3(error(status, code));
                S3BlobStore store = s3.store().build()) {
            assertThat(store.put(put(Condition.ifVersion(V1))).status()).isEqualTo(expected);
            assertThat(store.completeUpload(complete(Condition.ifVersion(V1))).status())
                    .isEqualTo(expected);
            assertThat(store.remove("k", Condition.ifVersion(V1)).name()).isEqualTo(expected.name());
            assertThat(s3.requests()).hasSize(3);
        }
    }

    @Test
    void aRefusalAfterALostAnswerIsUnclear() {
        try (ScriptedS3 s3 = new ScriptedS3(
                        lost(), error(412, "PreconditionFailed"),
                        lost(), error(409, "ConditionalRequestConflict"),
                        lost(), error(404, "NoSuchUpload"),
                        error(500, "InternalError"), error(412, "PreconditionFailed"));
                S3BlobStore store = s3.store().build()) {
            assertThat(store.put(put(Condition.absent())).status()).isEqualTo(WriteReply.Status.UNCLEAR);
            assertThat(store.put(put(Condition.absent())).status()).isEqualTo(WriteReply.Status.UNCLEAR);
            assertThat(store.completeUpload(complete(Condition.any())).status()).isEqualTo(WriteReply.Status.UNCLEAR);
            assertThat(store.remove("k", Condition.ifVersion(V1))).isEqualTo(RemoveReply.UNCLEAR);
            assertThat(s3.requests()).hasSize(8);
        }
    }

    @Test
    void aRefusalAfterSlowDownIsPlain() {
        try (ScriptedS3 s3 = new ScriptedS3(
                        error(503, "SlowDown"), error(412, "PreconditionFailed"), error(503, "SlowDown"), stored());
                S3BlobStore store = s3.store().build()) {
            assertThat(store.put(put(Condition.absent())).status()).isEqualTo(WriteReply.Status.CONDITION_FAILED);
            assertThat(store.put(put(Condition.absent())).status()).isEqualTo(WriteReply.Status.STORED);
        }
    }

    @Test
    void onesOwnWriteIsRecognisedByOneLookAndAnothersIsNot() {
        try (ScriptedS3 s3 = new ScriptedS3(lost(), error(412, "PreconditionFailed"));
                S3BlobStore store = s3.store().build()) {
            s3.then(exchange ->
                    foundWith(s3.request(0).header("x-amz-meta-unpin-write")).to(exchange));
            s3.then(lost());
            s3.then(error(412, "PreconditionFailed"));
            s3.then(foundWith("another's"));
            Blobs blobs = Blobs.create(store);

            assertThat(blobs.put("k", BlobSource.of("hello"), o -> o.ifAbsent()).version())
                    .isEqualTo(V1);
            assertThat(s3.requests()).hasSize(3);
            assertFails(Effect.UNKNOWN, () -> blobs.put("k", BlobSource.of("hello"), o -> o.ifAbsent()));
            assertThat(s3.requests()).hasSize(6);
        }
    }

    private static ScriptedS3.Reply foundWith(String writeId) {
        return answer(200, "", "ETag", "\"v1\"", "Content-Length", "5", "x-amz-meta-unpin-write", writeId);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied",
        "404, NoSuchBucket",
        "400, InvalidRequest",
        "301, PermanentRedirect",
        "501, NotImplemented",
        "503, SlowDown",
        "429, TooManyRequests"
    })
    void whatTheStoreRefusesWasNotDone(int status, String code) {
        try (ScriptedS3 s3 = new ScriptedS3(error(status, code));
                S3BlobStore store = s3.store().build()) {
            assertFails(Effect.REFUSED, () -> store.put(put(Condition.absent())));
            assertFails(Effect.REFUSED, () -> store.stat("k"));
            assertFails(Effect.REFUSED, () -> store.remove("k", Condition.any()));
        }
    }

    @Test
    void anAnswerThatSaysNothingLeavesAWriteUnknownAndAReadUndone() {
        for (ScriptedS3.Reply reply : List.of(error(500, "InternalError"), error(502, ""), lost())) {
            try (ScriptedS3 s3 = new ScriptedS3(reply);
                    S3BlobStore store = s3.store().build()) {
                assertFails(Effect.UNKNOWN, () -> store.put(put(Condition.any())));
                assertFails(Effect.NOT_SENT, () -> store.stat("k"));
            }
        }
    }

    @Test
    void aRefusalAfterALostAnswerDoesNotProveThatNothingWasDone() {
        try (ScriptedS3 s3 = new ScriptedS3(lost(), error(403, "AccessDenied"));
                S3BlobStore store = s3.store().build()) {
            assertFails(Effect.UNKNOWN, () -> store.put(put(Condition.any())));
        }
    }

    @Test
    void whereNobodyListensNothingWasSent() {
        URI nobody;
        try (ScriptedS3 s3 = new ScriptedS3(stored())) {
            nobody = s3.endpoint();
        }
        try (S3BlobStore store = Stores.builder(nobody).profile(S3Profile.AWS).build()) {
            assertFails(Effect.NOT_SENT, () -> store.put(put(Condition.any())));
        }
    }

    @Test
    void anErrorInsideOfSuccessIsAnError() {
        String error = "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>m</Message></Error>";
        try (ScriptedS3 s3 = new ScriptedS3(answer(200, error));
                S3BlobStore store = s3.store().build()) {
            assertFails(Effect.UNKNOWN, () -> store.completeUpload(complete(Condition.absent())));
            assertFails(Effect.UNKNOWN, () -> store.copy(copy(Condition.any())));
        }
        try (ScriptedS3 s3 = new ScriptedS3(answer(200, error), error(404, "NoSuchUpload"));
                S3BlobStore store = s3.store().build()) {
            assertThat(store.completeUpload(complete(Condition.any())).status()).isEqualTo(WriteReply.Status.UNCLEAR);
        }
    }

    @Test
    void aMissingBucketIsNeverAnAbsentBlob() {
        try (ScriptedS3 s3 = new ScriptedS3(answer(404, ""));
                S3BlobStore store = s3.store().build()) {
            assertFails(Effect.REFUSED, () -> store.stat("k"));
        }
        try (ScriptedS3 s3 = new ScriptedS3(answer(404, ""), answer(200, ""), answer(404, ""));
                S3BlobStore store = s3.store().build()) {
            assertThat(store.stat("k")).isEmpty();
            assertThat(s3.requests()).hasSize(2);
            assertThat(store.stat("k")).isEmpty();
            assertThat(s3.requests()).hasSize(3);
        }
    }

    @Test
    void theTwoEndsOfACopyAreToldApart() {
        try (ScriptedS3 s3 = new ScriptedS3(
                        error(412, "PreconditionFailed"), error(404, "NoSuchKey"), error(412, "PreconditionFailed"));
                S3BlobStore store = s3.store().build()) {
            assertThat(store.copy(copy(Condition.any())).status()).isEqualTo(WriteReply.Status.SOURCE_CHANGED);
            assertThat(store.copy(copy(Condition.absent())).status()).isEqualTo(WriteReply.Status.SOURCE_ABSENT);
            assertThat(s3.requests()).hasSize(2);

            // Where both ends had a condition, the source is looked at.
            s3.then(answer(200, "", "ETag", "\"v2\"", "Content-Length", "5"));
            assertThat(store.copy(copy(Condition.absent())).status()).isEqualTo(WriteReply.Status.SOURCE_CHANGED);
            assertThat(s3.requests()).hasSize(4);
        }
        try (ScriptedS3 s3 = new ScriptedS3(
                        error(412, "PreconditionFailed"), answer(200, "", "ETag", "\"v1\"", "Content-Length", "5"));
                S3BlobStore store = s3.store().build()) {
            assertThat(store.copy(copy(Condition.absent())).status()).isEqualTo(WriteReply.Status.CONDITION_FAILED);
            assertThat(s3.requests()).hasSize(2);
        }
    }

    @Test
    void anExpectedVersionAtAnAbsentTargetCostsALookAtTheSource() {
        try (ScriptedS3 s3 = new ScriptedS3(
                        error(404, "NoSuchKey"), answer(200, "", "ETag", "\"v1\"", "Content-Length", "5"));
                S3BlobStore store = s3.store().build()) {
            assertThat(store.copy(copy(Condition.ifVersion(V1))).status())
                    .isEqualTo(WriteReply.Status.CONDITION_FAILED);
            assertThat(s3.requests()).hasSize(2);
        }
    }

    @Test
    void aRemovalOfManyTellsWhichFailed() {
        String answer = "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code></Error>"
                + "<Error><Key>b</Key><Code>NoSuchKey</Code></Error></DeleteResult>";
        try (ScriptedS3 s3 = new ScriptedS3(answer(200, answer));
                S3BlobStore store = s3.store().build()) {
            assertThat(store.removeAll(List.of("a", "b", "c"))).isEqualTo(Map.of("a", "AccessDenied"));
            assertThat(s3.requests()).hasSize(1);
        }
    }

    @Test
    void storesWithoutNewChecksumsGetTheOldOne() {
        try (ScriptedS3 s3 = new ScriptedS3(stored(), answer(200, "<DeleteResult/>"));
                S3BlobStore store = s3.store().profile(S3Profile.OTHER).build()) {
            store.put(put(Condition.any()));
            store.removeAll(List.of("a", "b"));

            assertThat(store.capabilities()).isEmpty();
            assertThat(s3.request(0).header("Content-MD5")).isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
            assertThat(s3.request(0).headers().keySet())
                    .noneMatch(name -> name.startsWith("x-amz-checksum") || name.startsWith("x-amz-sdk-checksum"))
                    .doesNotContain("x-amz-trailer", "transfer-encoding", "content-encoding");
            assertThat(s3.request(1).header("Content-MD5")).isNotEmpty();
        }
    }

    @Test
    void aBlobOntoItselfIsLeftAsItIs() {
        try (ScriptedS3 s3 = new ScriptedS3(answer(200, "", "ETag", "\"v1\"", "Content-Length", "5"));
                S3BlobStore store = s3.store().build()) {
            CopyRequest same = new CopyRequest("k", null, "k", null, Condition.any());
            assertThat(store.copy(same).version()).isEqualTo(V1);
            assertThat(s3.request(0).method()).isEqualTo("HEAD");
        }
    }

    @Test
    void aBlobThatIsThereIsOneRequest() {
        try (ScriptedS3 s3 = new ScriptedS3(answer(200, "", "ETag", "\"v1\"", "Content-Length", "5"));
                S3BlobStore store = s3.store().build()) {
            Optional<BlobInfo> found = Blobs.create(store).find("k");
            assertThat(found.map(BlobInfo::version)).contains(V1);
            assertThat(s3.requests()).hasSize(1);
        }
    }
}
