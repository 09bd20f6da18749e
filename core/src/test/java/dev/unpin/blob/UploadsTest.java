package dev.unpin.blob;

import static dev.unpin.blob.UploadRefusedException.Reason.EXPIRED;
import static dev.unpin.blob.UploadRefusedException.Reason.MISSING;
import static dev.unpin.blob.UploadRefusedException.Reason.WRONG_CHECKSUM;
import static dev.unpin.blob.UploadRefusedException.Reason.WRONG_OWNER;
import static dev.unpin.blob.UploadRefusedException.Reason.WRONG_SIZE;
import static dev.unpin.blob.UploadRefusedException.Reason.WRONG_TYPE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.LimitExceededException;
import dev.unpin.PreconditionFailedException;
import dev.unpin.seal.SealException;
import dev.unpin.seal.SealKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UploadsTest {
    private static final SealKeys KEYS = SealKeys.of("k", new byte[32]);
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\nrest of a picture".getBytes(ISO_8859_1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final MemoryBlobStore store = MemoryBlobStore.create(1 << 20, clock);
    private final Blobs blobs = Blobs.create(store);
    private final Uploads uploads = uploads(blobs, KEYS).build();

    private UploadsBuilder uploads(Blobs target, SealKeys keys) {
        return Uploads.builder(target, keys)
                .types("image/png", "text/plain")
                .maxBytes(100)
                .receiveAt(URI.create("https://shop.example/uploads"))
                .clock(clock);
    }

    private void elapse(Duration duration) {
        now.updateAndGet(before -> before.plus(duration));
    }

    private UploadTicket pngTicket() {
        return uploads.issue("user-42", "avatars/42", o -> o.type("image/png"));
    }

    private static void assertRefused(UploadRefusedException.Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UploadRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void assertNothingWaits() {
        assertThat(blobs.list(o -> o.prefix("unpin-uploads/"))).isEmpty();
    }

    @Test
    void anUploadCountsWhenItWasAcceptedAndNotBefore() {
        UploadTicket ticket =
                uploads.issue("user-42", "avatars/42", o -> o.type("image/png").fileName("ich.png"));
        uploads.receive(ticket.receipt(), BlobSource.of(PNG));
        assertThat(blobs.find("avatars/42")).isEmpty();

        // Another instance, which knows the key and nothing else.
        BlobInfo info = uploads(Blobs.create(store), KEYS).build().accept("user-42", ticket.receipt());

        assertThat(info).isEqualTo(blobs.get("avatars/42"));
        assertThat(info.size()).isEqualTo(PNG.length);
        assertThat(info.attributes().contentType()).contains("image/png");
        assertThat(info.attributes().fileName()).contains("ich.png");
        assertThat(info.attributes().metadata()).isEmpty();
        assertNothingWaits();
    }

    @Test
    void aTicketTellsTheClientWhatToSend() {
        UploadTicket ticket = pngTicket();

        assertThat(ticket.request().method()).isEqualTo("PUT");
        assertThat(ticket.request().uri()).isEqualTo(URI.create("https://shop.example/uploads"));
        assertThat(ticket.request().headers())
                .containsEntry("Content-Type", "image/png")
                .containsEntry(Uploads.RECEIPT_HEADER, ticket.receipt());
        assertThat(ticket.expiresAt()).isEqualTo(now.get().plus(Duration.ofMinutes(15)));
        assertThat(ticket.toString()).doesNotContain(ticket.receipt()).doesNotContain("/uploads");
        assertThat(ticket.receipt()).matches("[A-Za-z0-9._-]+").hasSizeLessThan(1000);
    }

    @Test
    void acceptingAgainIsTheSameUpload() {
        UploadTicket ticket = pngTicket();
        uploads.receive(ticket.receipt(), BlobSource.of(PNG));
        BlobInfo first = uploads.accept("user-42", ticket.receipt());

        assertThat(uploads.accept("user-42", ticket.receipt())).isEqualTo(first);

        // A second upload of the same ticket, which the store cannot always refuse, does not count.
        blobs.put(waitingKey(ticket), BlobSource.of(PNG));
        assertThat(uploads.accept("user-42", ticket.receipt())).isEqualTo(first);
        assertNothingWaits();
    }

    /** Where the bytes of a ticket wait, found out by sending some. */
    private String waitingKey(UploadTicket ticket) {
        uploads.receive(ticket.receipt(), BlobSource.of(PNG));
        String key = blobs.list(o -> o.prefix("unpin-uploads/"))
                .findFirst()
                .orElseThrow()
                .name();
        blobs.remove(key);
        return key;
    }

    @Test
    void aNewUploadTakesThePlaceOfTheOld() {
        blobs.put("avatars/42", BlobSource.of("old"));
        UploadTicket ticket = pngTicket();
        uploads.receive(ticket.receipt(), BlobSource.of(PNG));

        assertThat(uploads.accept("user-42", ticket.receipt()).size()).isEqualTo(PNG.length);
    }

    @Test
    void nothingIsAcceptedBeforeItArrived() {
        UploadTicket ticket = pngTicket();
        assertRefused(MISSING, () -> uploads.accept("user-42", ticket.receipt()));

        uploads.receive(ticket.receipt(), BlobSource.of(PNG));
        assertThat(uploads.accept("user-42", ticket.receipt()).key()).isEqualTo("avatars/42");
    }

    @Test
    void whatIsNotOfItsTypeDoesNotCountAndIsRemoved() {
        for (String content : List.of(
                "<html><script>alert(1)</script>",
                "GIF89a",
                "",
                " \u0089PNG\r\n",
                "<svg onload=alert(1)>",
                "\u0089PNG\r\n\u001a\n<script>alert(1)</script>")) {
            UploadTicket ticket = pngTicket();
            uploads.receive(ticket.receipt(), BlobSource.of(content.getBytes(ISO_8859_1)));
            assertRefused(
                    content.isEmpty() ? WRONG_SIZE : WRONG_TYPE, () -> uploads.accept("user-42", ticket.receipt()));
        }
        assertThat(blobs.find("avatars/42")).isEmpty();
        assertNothingWaits();
    }

    @Test
    void oneByteTooManyIsOne() {
        byte[] most = "x".repeat(100).getBytes(UTF_8);
        UploadTicket fits = uploads.issue("user-42", "note", o -> o.type("text/plain"));
        uploads.receive(fits.receipt(), BlobSource.of(most));
        assertThat(uploads.accept("user-42", fits.receipt()).size()).isEqualTo(100);

        UploadTicket tooLarge = uploads.issue("user-42", "note2", o -> o.type("text/plain"));
        assertThatThrownBy(() -> uploads.receive(tooLarge.receipt(), BlobSource.of(new byte[101])))
                .isInstanceOf(LimitExceededException.class);
        // A store that could not bound the size has it all the same.
        blobs.put(waitingKey(tooLarge), BlobSource.of("x".repeat(101)));
        assertRefused(WRONG_SIZE, () -> uploads.accept("user-42", tooLarge.receipt()));
        assertNothingWaits();
    }

    @Test
    void anExactLengthIsExact() {
        for (int size : new int[] {9, 10, 11}) {
            UploadTicket ticket = uploads.issue(
                    "user-42", "note-" + size, o -> o.type("text/plain").length(10));
            if (size > 10) {
                assertThatThrownBy(() -> uploads.receive(ticket.receipt(), BlobSource.of("x".repeat(size))))
                        .isInstanceOf(LimitExceededException.class);
                continue;
            }
            uploads.receive(ticket.receipt(), BlobSource.of("x".repeat(size)));
            if (size == 10) {
                assertThat(uploads.accept("user-42", ticket.receipt()).size()).isEqualTo(10);
            } else {
                assertRefused(WRONG_SIZE, () -> uploads.accept("user-42", ticket.receipt()));
            }
        }
    }

    @Test
    void aChecksumThatWasToldIsChecked() {
        CRC32C crc = new CRC32C();
        crc.update(PNG);
        UploadTicket right =
                uploads.issue("user-42", "right", o -> o.type("image/png").crc32c(crc.getValue()));
        UploadTicket wrong =
                uploads.issue("user-42", "wrong", o -> o.type("image/png").crc32c(crc.getValue() ^ 1));
        uploads.receive(right.receipt(), BlobSource.of(PNG));
        uploads.receive(wrong.receipt(), BlobSource.of(PNG));

        assertThat(uploads.accept("user-42", right.receipt()).key()).isEqualTo("right");
        assertRefused(WRONG_CHECKSUM, () -> uploads.accept("user-42", wrong.receipt()));
        assertThat(blobs.find("wrong")).isEmpty();
    }

    @Test
    void aTicketIsItsOwners() {
        UploadTicket ticket = pngTicket();
        uploads.receive(ticket.receipt(), BlobSource.of(PNG));

        assertRefused(WRONG_OWNER, () -> uploads.accept("user-43", ticket.receipt()));
        assertThat(uploads.accept("user-42", ticket.receipt()).key()).isEqualTo("avatars/42");
    }

    @Test
    void aTicketTakesBytesOnceAndForAWhile() {
        UploadTicket ticket = pngTicket();
        uploads.receive(ticket.receipt(), BlobSource.of(PNG));
        assertThatThrownBy(() -> uploads.receive(ticket.receipt(), BlobSource.of(PNG)))
                .isInstanceOf(PreconditionFailedException.class);

        elapse(Duration.ofMinutes(15));
        assertRefused(EXPIRED, () -> uploads.receive(ticket.receipt(), BlobSource.of(PNG)));
        assertThat(uploads.accept("user-42", ticket.receipt()).key()).isEqualTo("avatars/42");
        elapse(Duration.ofHours(24));
        assertThatThrownBy(() -> uploads.accept("user-42", ticket.receipt()))
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.isExpired()).isTrue());
    }

    @Test
    void receiptsOfOthersAreRefused() {
        UploadTicket ticket = pngTicket();
        Uploads otherKeys =
                uploads(blobs, SealKeys.of("k", "x".repeat(32).getBytes(UTF_8))).build();
        Uploads otherScope = uploads(blobs.scoped("tenant"), KEYS).build();

        for (Uploads others : List.of(otherKeys, otherScope)) {
            assertThatThrownBy(() -> others.accept("user-42", ticket.receipt())).isInstanceOf(SealException.class);
            assertThatThrownBy(() -> others.receive(ticket.receipt(), BlobSource.of(PNG)))
                    .isInstanceOf(SealException.class);
            assertThatThrownBy(() -> others.resume("user-42", ticket.receipt())).isInstanceOf(SealException.class);
        }
        assertThatThrownBy(() -> uploads.accept("user-42", "nonsense")).isInstanceOf(SealException.class);
    }

    @Test
    void uploadsOfAnotherKindAreHeldToTheRulesHere() {
        Uploads documents = uploads(blobs, KEYS)
                .types("text/plain", "application/pdf")
                .maxBytes(1000)
                .build();
        Uploads pictures = uploads(blobs, KEYS).types("image/png").maxBytes(100).build();
        UploadTicket pdf = documents.issue("user-42", "k", o -> o.type("application/pdf"));
        documents.receive(pdf.receipt(), BlobSource.of("%PDF-1.7"));

        assertRefused(WRONG_TYPE, () -> pictures.accept("user-42", pdf.receipt()));
    }

    @Test
    void aTicketNeedsWhatItNeeds() {
        assertThatThrownBy(() -> uploads.issue("user-42", "k")).hasMessageContaining("image/png, text/plain");
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> uploads.issue("user-42", "k", o -> o.type("text/html")),
                () -> uploads.issue("", "k", o -> o.type("image/png")),
                () -> uploads.issue("x".repeat(257), "k", o -> o.type("image/png")),
                () -> uploads.issue("user-42", "../k", o -> o.type("image/png")),
                () -> uploads.issue("user-42", "unpin-uploads/k", o -> o.type("image/png")),
                () -> uploads.issue("user-42", "k", o -> o.type("image/png").length(101)),
                () -> uploads.issue("user-42", "k", o -> o.length(0)),
                () -> uploads.issue("user-42", "k", o -> o.crc32c(-1)),
                () -> Uploads.builder(blobs, KEYS).types("text/html"),
                () -> Uploads.builder(blobs, KEYS).types(),
                () -> Uploads.builder(blobs, KEYS).maxBytes(0),
                () -> uploads(blobs, KEYS)
                        .receiptLifetime(Duration.ofMinutes(1))
                        .build())) {
            assertThatThrownBy(wrong).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Uploads.builder(blobs, KEYS).types("image/png").build())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("receiveAt");
        assertThat(uploads(blobs, KEYS)
                        .types("image/png")
                        .build()
                        .issue("u", "k")
                        .request()
                        .headers())
                .containsEntry("Content-Type", "image/png");
    }

    @Test
    void whatNobodyAcceptedIsSwept() {
        UploadTicket old = pngTicket();
        uploads.receive(old.receipt(), BlobSource.of(PNG));
        uploads.begin("user-42", "large", 50, o -> o.type("text/plain"));
        blobs.put("avatars/old", BlobSource.of("stays"));
        elapse(Duration.ofHours(25));
        UploadTicket fresh = pngTicket();
        uploads.receive(fresh.receipt(), BlobSource.of(PNG));

        assertThat(uploads.sweep()).isEqualTo(2);
        assertThat(uploads.sweep()).isZero();

        assertThat(uploads.accept("user-42", fresh.receipt()).key()).isEqualTo("avatars/42");
        assertThat(blobs.find("avatars/old")).isNotEqualTo(Optional.empty());
    }
}
