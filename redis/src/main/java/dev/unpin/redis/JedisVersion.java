package dev.unpin.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses a Jedis that is too old, before it fails somewhere deep with a missing method. */
final class JedisVersion {
    private static final int OLDEST_MAJOR = 7;
    private static final int OLDEST_MINOR = 4;
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})([.-].*)?");

    /** Jedis writes its version here; whoever packs jars anew may lose it. */
    private static final String PROPERTIES = "redis/clients/jedis/pom.properties";

    /** The newest class that is needed; says nothing about the releases right before 7.4, but is all there is then. */
    private static final String NEWEST_CLASS = "redis.clients.jedis.RedisClient";

    private JedisVersion() {}

    static void require() {
        require(JedisVersion.class.getClassLoader());
    }

    static void require(ClassLoader loader) {
        try {
            Class.forName(NEWEST_CLASS, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(advice("has no RedisClient"), e);
        }
        String version = version(loader);
        if (version != null) {
            require(version);
        }
    }

    static void require(String version) {
        Matcher parts = SHAPE.matcher(version);
        if (parts.matches()) {
            int major = Integer.parseInt(parts.group(1));
            int minor = Integer.parseInt(parts.group(2));
            if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
                throw new IllegalStateException(advice("is " + version));
            }
        }
    }

    private static @Nullable String version(ClassLoader loader) {
        try (@Nullable InputStream in = loader.getResourceAsStream(PROPERTIES)) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("The version of Jedis cannot be read", e);
        }
    }

    private static String advice(String found) {
        return "Jedis must be 7.4 or newer, but " + found + ". Spring Boot chooses the version of Jedis; set the Maven"
                + " property jedis.version to 8.0.2, or declare redis.clients:jedis:8.0.2 yourself";
    }
}
