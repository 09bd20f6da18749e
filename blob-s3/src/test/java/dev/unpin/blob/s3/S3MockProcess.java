package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** S3Mock, the second opinion, in a process of its own: it brings Spring and Kotlin. */
final class S3MockProcess implements AutoCloseable {
    private static final Pattern STARTED = Pattern.compile("Tomcat started on ports? .*?(\\d+) \\(http\\)");
    private static final long START_MINUTES = 5;

    private final Process process;
    private final Thread killer;
    private final URI endpoint;

    private S3MockProcess(Process process, Thread killer, URI endpoint) {
        this.process = process;
        this.killer = killer;
        this.endpoint = endpoint;
    }

    static S3MockProcess start(Path folder) {
        try {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-jar",
                            System.getProperty("s3mock.jar"),
                            "--server.port=0",
                            "--com.adobe.testing.s3mock.httpPort=0",
                            "--com.adobe.testing.s3mock.max-payload-size=200MB",
                            "--com.adobe.testing.s3mock.store.root=" + folder,
                            "--com.adobe.testing.s3mock.store.initial-buckets=unpin"))
                    .redirectErrorStream(true)
                    .start();
            Thread killer = new Thread(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(killer);
            CompletableFuture<Integer> port = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(process, port), "s3mock-log");
            reader.setDaemon(true);
            reader.start();
            return new S3MockProcess(
                    process,
                    killer,
                    URI.create(String.format(
                            Locale.ROOT, "http://127.0.0.1:%d", port.get(START_MINUTES, TimeUnit.MINUTES))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("S3Mock did not start", e);
        }
    }

    /** Reads to the end, or the process would wait for somebody to. */
    private static void read(Process process, CompletableFuture<Integer> port) {
        StringBuilder log = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher started = STARTED.matcher(line);
                if (started.find()) {
                    port.complete(Integer.valueOf(started.group(1)));
                }
                if (!port.isDone()) {
                    log.append(line).append('\n');
                }
            }
        } catch (IOException ended) {
            log.append(ended);
        }
        port.completeExceptionally(new IllegalStateException(log.toString()));
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
