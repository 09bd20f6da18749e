package dev.unpin.blob.s3;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an answer. Closing it early drops the connection rather than read what is left; one that was read to its
 * end is used again. Not thread-safe.
 */
final class S3Content extends InputStream {
    private final ResponseInputStream<GetObjectResponse> in;
    private long left;

    S3Content(ResponseInputStream<GetObjectResponse> in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        try {
            int got = in.read(target, offset, count);
            left = got < 0 ? 0 : left - got;
            return got;
        } catch (SdkException e) {
            throw new IOException("the answer broke off", e);
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        if (left > 0) {
            in.abort();
        } else {
            in.close();
        }
    }
}
