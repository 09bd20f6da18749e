package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.seal.SealKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResumableUploadTest {
    private static final int PART = 100_000;
    private static final int LENGTH = 3 * PART + 77;
    private static final byte[] CONTENT = content();

    private final MemoryBlobStore store = MemoryBlobStore.create();

    private static byte[] content() {
        byte[] content = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            content[i] = (byte) ('a' + i % 26);
        }
        return content;
    }

    /** Another instance at every call. */
    private Uploads uploads() {
        Blobs blobs = Blobs.builder(store).partBytes(PART).build();
        return Uploads.builder(blobs, SealKeys.of("k", new byte[32]))
                .types("text/plain")
                .maxBytes(LENGTH)
                .receiveAt(URI.create("https://shop.example/uploads"))
                .build();
    }

    private static InputStream body(int from, int to) {
        return new ByteArrayInputStream(CONTENT, from, to - from);
    }

    private static InputStream failing(int from, int to) {
        return new SequenceInputStream(body(from, to), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the client went away");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        });
    }

    private String begin() {
        ResumableUpload upload = uploads().begin("user-42", "large", LENGTH, o -> {});
        assertThat(upload.offset()).isZero();
        assertThat(upload.length()).isEqualTo(LENGTH);
        return upload.state();
    }

    private void assertHoldsTheContent() throws IOException {
        try (BlobReader reader = Blobs.create(store).open("large")) {
            assertThat(Arrays.equals(reader.readAllBytes(), CONTENT)).isTrue();
            assertThat(reader.info().attributes().contentType()).contains("text/plain");
        }
    }

    @Test
    void anUploadGoesOnInAnotherInstanceWhereItBrokeOff() throws IOException {
        String state = begin();
        assertThatThrownBy(() -> uploads().resume("user-42", state).append(failing(0, PART + 5)))
                .isInstanceOf(BlobSourceException.class);

        ResumableUpload resumed = uploads().resume("user-42", state);
        assertThat(resumed.offset()).isEqualTo(PART);
        assertThat(resumed.append(body(PART, 2 * PART + 500))).isEqualTo(2 * PART);
        assertThat(resumed.state()).isEqualTo(state);

        ResumableUpload last = uploads().resume("user-42", state);
        assertThat(last.append(body(2 * PART, LENGTH))).isEqualTo(LENGTH);
        BlobInfo info = uploads().resume("user-42", state).complete();

        assertThat(info.size()).isEqualTo(LENGTH);
        assertHoldsTheContent();
        assertThat(store.listUploads("", null).uploads()).isEmpty();
        assertThat(Blobs.create(store).list(o -> {})).hasSize(1);
    }

    @Test
    void completingAgainIsTheSameUpload() throws IOException {
        String state = begin();
        ResumableUpload upload = uploads().resume("user-42", state);
        upload.append(body(0, LENGTH));

        BlobInfo first = upload.complete();

        assertThat(upload.complete()).isEqualTo(first);
        assertThat(uploads().accept("user-42", state)).isEqualTo(first);
        assertThatThrownBy(() -> uploads().resume("user-42", state)).isInstanceOf(UploadRefusedException.class);
        assertHoldsTheContent();
    }

    @Test
    void nothingIsCompleteBeforeItIs() {
        ResumableUpload upload = uploads().resume("user-42", begin());
        upload.append(body(0, LENGTH - 1));

        assertThat(upload.offset()).isEqualTo(3 * PART);
        assertThatThrownBy(upload::complete).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> uploads().accept("user-42", upload.state()))
                .isInstanceOf(UploadRefusedException.class);
    }

    @Test
    void aBodyThatIsTooLongEndsBeforeItsLastPart() {
        ResumableUpload upload = uploads().resume("user-42", begin());
        InputStream tooLong = new SequenceInputStream(body(0, LENGTH), new ByteArrayInputStream(new byte[1]));

        assertThatThrownBy(() -> upload.append(tooLong)).isInstanceOf(BlobSourceException.class);
        assertThat(upload.offset()).isEqualTo(3 * PART);
    }

    @Test
    void theWrongTypeEndsItAtOnce() {
        ResumableUpload upload = uploads().resume("user-42", begin());
        byte[] page = new byte[PART];
        Arrays.fill(page, (byte) ' ');
        System.arraycopy("<html>".getBytes(UTF_8), 0, page, 10, 6);

        assertThatThrownBy(() -> upload.append(new ByteArrayInputStream(page)))
                .isInstanceOfSatisfying(
                        UploadRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(UploadRefusedException.Reason.WRONG_TYPE));
        assertThat(store.listUploads("", null).uploads()).isEmpty();
        assertThatThrownBy(() -> uploads().resume("user-42", upload.state()))
                .isInstanceOf(UploadRefusedException.class);
    }

    @Test
    void itIsItsOwnersAndTakesNoBytesOfATicket() {
        String state = begin();
        assertThatThrownBy(() -> uploads().resume("user-43", state))
                .isInstanceOfSatisfying(
                        UploadRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(UploadRefusedException.Reason.WRONG_OWNER));
        assertThatThrownBy(() -> uploads().receive(state, BlobSource.of("x")))
                .isInstanceOf(UploadRefusedException.class);
        assertThatThrownBy(() -> uploads().begin("user-42", "k", LENGTH + 1L, o -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAbortLeavesNothing() {
        ResumableUpload upload = uploads().resume("user-42", begin());
        upload.append(body(0, PART));
        upload.abort();
        upload.abort();

        assertThat(store.listUploads("", null).uploads()).isEmpty();
        assertThatThrownBy(() -> upload.append(body(PART, LENGTH))).isInstanceOf(UploadRefusedException.class);
    }

    @Test
    void releasesWithOtherPartsGoOnWithIt() throws IOException {
        String state = begin();
        uploads().resume("user-42", state).append(body(0, PART));
        Uploads other = Uploads.builder(Blobs.builder(store).partBytes(70_000).build(), SealKeys.of("k", new byte[32]))
                .types("text/plain")
                .receiveAt(URI.create("https://shop.example/uploads"))
                .build();

        ResumableUpload upload = other.resume("user-42", state);
        upload.append(body((int) upload.offset(), LENGTH));
        upload.complete();

        assertHoldsTheContent();
    }
}
