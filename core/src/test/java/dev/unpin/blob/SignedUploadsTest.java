package dev.unpin.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Condition;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.PresignGetRequest;
import dev.unpin.blob.spi.PresignPostRequest;
import dev.unpin.blob.spi.PresignPutRequest;
import dev.unpin.seal.SealKeys;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignedUploadsTest {
    private static final SealKeys KEYS = SealKeys.of("k", new byte[32]);

    private final MemoryBlobStore memory = MemoryBlobStore.create();

    private static Uploads uploads(SigningStore signing) {
        return Uploads.builder(Blobs.create(signing.store()).scoped("tenant"), KEYS)
                .types("text/plain")
                .maxBytes(1000)
                .build();
    }

    @Test
    void aStoreWithPostPoliciesBoundsTheSizeItself() {
        SigningStore signing = new SigningStore(memory, BlobCapability.POST_POLICY);
        Uploads uploads = uploads(signing);

        UploadTicket ticket = uploads.issue("user-42", "notes/1");

        PresignPostRequest signed = signing.lastSigned(PresignPostRequest.class);
        assertThat(ticket.request().method()).isEqualTo("POST");
        assertThat(signed.key()).matches("tenant/unpin-uploads/[A-Za-z0-9_-]{22}");
        assertThat(signed.minBytes()).isEqualTo(1);
        assertThat(signed.maxBytes()).isEqualTo(1000);
        assertThat(signed.head().contentType()).isEqualTo("text/plain");
        assertThat(signed.lifetime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(ticket.toString()).doesNotContain("secret").doesNotContain(ticket.receipt());

        Blobs.create(memory).put(signed.key(), BlobSource.of("by the client"), o -> o.contentType("text/html"));
        BlobInfo info = uploads.accept("user-42", ticket.receipt());
        assertThat(info.key()).isEqualTo("notes/1");
        assertThat(info.attributes().contentType()).contains("text/plain");
        assertThat(Blobs.create(memory).find("tenant/notes/1")).isPresent();
    }

    @Test
    void aStoreWithoutThemTakesExactLengthsOnce() {
        SigningStore signing = new SigningStore(memory);
        Uploads uploads = uploads(signing);

        uploads.issue("user-42", "notes/1", o -> o.length(10).crc32c(7));

        PresignPutRequest signed = signing.lastSigned(PresignPutRequest.class);
        assertThat(signed.length()).isEqualTo(10);
        assertThat(signed.crc32c()).isEqualTo(7);
        assertThat(signed.condition()).isEqualTo(Condition.absent());
        assertThatThrownBy(() -> uploads.issue("user-42", "notes/1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length");
    }

    @Test
    void noTwoTicketsShareAKey() {
        SigningStore signing = new SigningStore(memory, BlobCapability.POST_POLICY);
        Uploads uploads = uploads(signing);
        uploads.issue("user-42", "notes/1");
        String first = signing.lastSigned(PresignPostRequest.class).key();
        uploads.issue("user-42", "notes/1");

        assertThat(signing.lastSigned(PresignPostRequest.class).key()).isNotEqualTo(first);
    }

    @Test
    void whatArrivesAfterTheCheckIsNotWhatIsAccepted() {
        SigningStore signing = new SigningStore(memory, BlobCapability.POST_POLICY);
        UploadTicket ticket = uploads(signing).issue("user-42", "notes/1");
        String waiting = signing.lastSigned(PresignPostRequest.class).key();
        Blobs.create(memory).put(waiting, BlobSource.of("checked"));
        // Between check and copy, the client uses its signature again.
        InterposedStore racing =
                new InterposedStore(memory, () -> Blobs.create(memory).put(waiting, BlobSource.of("<html>")));
        Uploads accepting = uploads(new SigningStore(racing.store(), BlobCapability.POST_POLICY));

        assertThatThrownBy(() -> accepting.accept("user-42", ticket.receipt()))
                .isInstanceOfSatisfying(
                        UploadRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(UploadRefusedException.Reason.WRONG_TYPE));
        assertThat(Blobs.create(memory).find("tenant/notes/1")).isEmpty();
    }

    @Test
    void linksSaveAsFilesUnlessTheirTypeIsHarmless() {
        SigningStore signing = new SigningStore(memory);
        BlobLinks links = BlobLinks.create(Blobs.create(signing.store()).scoped("tenant"));

        links.get("docs/k.pdf", Duration.ofMinutes(5));
        PresignGetRequest saved = signing.lastSigned(PresignGetRequest.class);
        assertThat(saved.key()).isEqualTo("tenant/docs/k.pdf");
        assertThat(saved.contentDisposition()).isEqualTo("attachment; filename=\"k.pdf\"");
        assertThat(saved.contentType()).isNull();

        links.get("k", Duration.ofMinutes(5), o -> o.inlineAs("image/png").fileName("a\r\nb.png"));
        PresignGetRequest shown = signing.lastSigned(PresignGetRequest.class);
        assertThat(shown.contentDisposition()).isEqualTo("inline; filename=\"ab.png\"");
        assertThat(shown.contentType()).isEqualTo("image/png");
        assertThatThrownBy(() -> links.get("k", Duration.ofMinutes(5), o -> o.inlineAs("image/svg+xml")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linksAreChecked() {
        BlobLinks links = BlobLinks.create(Blobs.create(new SigningStore(memory).store()));

        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofDays(8), Duration.ofSeconds(-1)}) {
            assertThatThrownBy(() -> links.get("k", wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> links.get("../k", Duration.ofMinutes(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> links.put("k", Duration.ofMinutes(1), -1, "image/png"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> links.put("k", Duration.ofMinutes(1), 1, "image/png\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(links.put("k", Duration.ofMinutes(1), 1, "image/png").method())
                .isEqualTo("PUT");
        assertThatThrownBy(() -> BlobLinks.create(Blobs.create(memory)))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
