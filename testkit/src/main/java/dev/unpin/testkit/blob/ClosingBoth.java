package dev.unpin.testkit.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream in place of another one, which is closed with it. */
final class ClosingBoth extends FilterInputStream {
    private final InputStream replaced;

    ClosingBoth(InputStream in, InputStream replaced) {
        super(in);
        this.replaced = replaced;
    }

    @Override
    public void close() throws IOException {
        in.close();
        replaced.close();
    }
}
