package dev.unpin.examples.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.function.Consumer;

/** The JVM that has started this one as a {@link ChildProcess}, seen from here. */
public final class Parent {
    private Parent() {}

    /**
     * Does what the parent says, line by line, and ends this JVM at once when it says no more: then it is gone, even if
     * by SIGKILL. Returns without waiting.
     *
     * @param commands is called by one thread
     */
    public static void obey(Consumer<String> commands) {
        Thread thread = new Thread(() -> listen(commands), "parent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void listen(Consumer<String> commands) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.accept(line);
            }
        } catch (IOException e) {
            // As good as the end.
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
