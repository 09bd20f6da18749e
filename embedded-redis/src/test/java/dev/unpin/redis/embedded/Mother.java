package dev.unpin.redis.embedded;

import java.io.IOException;

/** The program of a JVM that starts servers and never closes them: see {@link OrphanTest}. */
final class Mother {
    private Mother() {}

    /** Prints the scratch folder and the servers' process ids, then waits for a line before it ends. */
    public static void main(String[] args) throws IOException {
        EmbeddedRedis running = EmbeddedRedis.startOwn();
        EmbeddedRedis paused = EmbeddedRedis.builder().persistent().start();
        System.out.println(Scratch.root() + " " + pid(running) + " " + pid(paused));
        paused.pause();
        System.out.println(System.in.read());
    }

    private static String pid(EmbeddedRedis redis) {
        return redis.text("INFO", "server")
                .lines()
                .filter(line -> line.startsWith("process_id:"))
                .map(line -> line.substring("process_id:".length()))
                .findFirst()
                .orElseThrow();
    }
}
