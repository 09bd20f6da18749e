package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What memory an upload needs does not depend on its size: shown in JVMs that have hardly any. */
class SmallHeapTest {
    private static final long MINUTES = 5;

    /** What the small JVM runs: one upload of unknown length, with all defaults. */
    static final class Upload {
        private Upload() {}

        public static void main(String[] arguments) {
            long size = Long.parseLong(arguments[0]);
            BlobInfo info = Blobs.create(new DiscardingBlobStore()).put("k", BlobSource.of(new InputStream() {
                private long left = size;

                @Override
                public int read() {
                    return left-- > 0 ? 0 : -1;
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    int count = (int) Math.min(length, left);
                    left -= count;
                    return count == 0 ? -1 : count;
                }
            }));
            System.exit(info.size() == size ? 0 : 1);
        }
    }

    @Test
    void twoHundredMegabytesOfUnknownLengthPassThroughThirtyTwo() throws IOException, InterruptedException {
        assertRuns("-Xmx32m", 200L << 20);
    }

    private static void assertRuns(String heap, long size) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(List.of(
                        java.toString(),
                        heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Upload.class.getName(),
                        String.valueOf(size)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
