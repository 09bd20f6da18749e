package dev.unpin.redis;

/** Refuses a Jedis that is too old, before it fails somewhere deep with a missing method. */
final class JedisVersion {
    /** Came with Jedis 7.2; the releases before are the ones that older Spring Boot versions pull in. */
    private static final String MARK = "redis.clients.jedis.RedisClient";

    private JedisVersion() {}

    static void require() {
        require(JedisVersion.class.getClassLoader());
    }

    static void require(ClassLoader loader) {
        try {
            Class.forName(MARK, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "The Jedis on the class path is too old: Unpin needs 7.4 or newer. Spring Boot chooses the version of"
                            + " Jedis; set the Maven property jedis.version to 8.0.2, or declare redis.clients:jedis:8.0.2"
                            + " yourself",
                    e);
        }
    }
}
