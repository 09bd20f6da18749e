package dev.unpin.redis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the executable server: one that the environment names, or the bundled one, extracted once per JVM. */
final class RedisBinary {
    static final String VARIABLE = "UNPIN_REDIS_SERVER";

    private static @Nullable Path extracted;

    private RedisBinary() {}

    static Path executable() {
        return executable(System.getenv(VARIABLE));
    }

    static Path executable(@Nullable String named) {
        if (named == null || named.isBlank()) {
            return bundled();
        }
        Path path = Path.of(named);
        if (!Files.isExecutable(path)) {
            throw new EmbeddedRedisException(VARIABLE + " must name an executable redis-server, but is " + named);
        }
        return path.toAbsolutePath();
    }

    private static synchronized Path bundled() {
        if (extracted == null) {
            extracted = extract(resourceName(System.getProperty("os.name", ""), System.getProperty("os.arch", "")));
        }
        return extracted;
    }

    private static Path extract(String resource) {
        // asked of the class loader, not of this class: a class in a named module sees only its own module's resources
        URL url = RedisBinary.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new EmbeddedRedisException(
                    resource + " is not on the class path: is org.signal:embedded-redis excluded?");
        }
        try (InputStream in = url.openStream()) {
            Path target = Scratch.root().resolve("redis-server");
            Files.copy(in, target);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled redis-server cannot be extracted", e);
        }
    }

    static String resourceName(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : "";
        String machine = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "i386", "i486", "i586", "i686", "x86" -> "386";
            default -> "";
        };
        if (system.isEmpty() || machine.isEmpty() || (system.equals("darwin") && machine.equals("386"))) {
            throw new EmbeddedRedisException("No redis-server is bundled for " + osName + " on " + osArch
                    + ", only for Linux (amd64, arm64, 386) and macOS (amd64, arm64). Set " + EmbeddedRedis.VARIABLE
                    + "=redis://host:port to use a running Redis or Valkey, or on a Unix " + VARIABLE
                    + "=/path/to/redis-server to use an installed one.");
        }
        return "redis-server-7.0.15-" + system + "-" + machine;
    }
}
