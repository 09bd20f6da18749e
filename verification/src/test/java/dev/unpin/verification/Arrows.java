package dev.unpin.verification;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may see whom: for every published module the other modules, and the packages of other people's libraries, that
 * its classes may name. What is not listed is not allowed; the JDK's {@code java.*} and the annotations of JSpecify
 * always are.
 *
 * <p>Drivers see {@code core}, and those of one technology its connection; no driver sees another driver.
 */
final class Arrows {
    /**
     * What one module may name.
     *
     * @param modules artifact ids
     * @param packages package names; what is below them is included
     */
    record Allowed(Set<String> modules, Set<String> packages) {
        private static final Set<String> ALWAYS = Set.of("java", "org.jspecify.annotations");

        boolean packageOf(String type) {
            return Stream.concat(ALWAYS.stream(), packages.stream()).anyMatch(name -> type.startsWith(name + "."));
        }
    }

    private static final Map<String, Allowed> ALLOWED = Map.ofEntries(
            entry("unpin-core", new Allowed(Set.of(), Set.of("javax.crypto", "org.slf4j"))),
            entry("unpin-codec-jackson", new Allowed(Set.of("unpin-core"), Set.of("com.fasterxml.jackson"))),
            entry(
                    "unpin-redis",
                    new Allowed(Set.of("unpin-core"), Set.of("redis.clients.jedis", "javax.net.ssl", "org.slf4j"))),
            entry("unpin-session-redis", new Allowed(Set.of("unpin-core", "unpin-redis"), Set.of())),
            entry("unpin-idempotency-redis", new Allowed(Set.of("unpin-core", "unpin-redis"), Set.of())),
            entry("unpin-token-redis", new Allowed(Set.of("unpin-core", "unpin-redis"), Set.of())),
            entry("unpin-concurrency-redis", new Allowed(Set.of("unpin-core", "unpin-redis"), Set.of())),
            entry(
                    "unpin-cache-caffeine",
                    new Allowed(Set.of("unpin-core"), Set.of("com.github.benmanes.caffeine.cache"))),
            entry(
                    "unpin-metrics-micrometer",
                    new Allowed(Set.of("unpin-core"), Set.of("io.micrometer.core.instrument"))),
            entry(
                    "unpin-token-jwt",
                    new Allowed(
                            Set.of("unpin-core"),
                            Set.of(
                                    "com.auth0.jwt",
                                    "com.fasterxml.jackson.core",
                                    "com.github.benmanes.caffeine.cache",
                                    "org.slf4j"))),
            entry("unpin-blob-s3", new Allowed(Set.of("unpin-core"), Set.of("javax.crypto", "software.amazon.awssdk"))),
            entry("unpin-web-jdk", new Allowed(Set.of("unpin-core"), Set.of("com.sun.net.httpserver", "org.slf4j"))),
            entry("unpin-embedded-redis", new Allowed(Set.of(), Set.of("redis.clients.jedis"))),
            entry("unpin-embedded-s3", new Allowed(Set.of(), Set.of())),
            entry("unpin-testkit", new Allowed(Set.of("unpin-core"), Set.of("javax.net", "org.junit.jupiter.api"))));

    private Arrows() {}

    static Allowed from(Room room) {
        Allowed allowed = ALLOWED.get(room.artifact());
        if (allowed == null) {
            throw new IllegalStateException("say in Arrows what " + room + " may see");
        }
        return allowed;
    }
}
