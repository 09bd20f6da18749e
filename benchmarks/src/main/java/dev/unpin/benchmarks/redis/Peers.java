package dev.unpin.benchmarks.redis;

import dev.unpin.benchmarks.paired.Contender;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Another library that does the same things; found by {@link ServiceLoader} where the profile {@code peers} has put one
 * on the class path. What it cannot do it leaves out.
 */
public interface Peers extends AutoCloseable {
    /**
     * Finds those that are on the class path.
     *
     * @return none without the profile; to be closed
     */
    static List<Peers> present() {
        return ServiceLoader.load(Peers.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * Reads one value of a session.
     *
     * @param servers where to
     * @param values how many values a session has
     * @param value each of them
     * @return one contender per way to do it
     */
    default List<Contender> readSession(Servers servers, int values, String value) {
        return List.of();
    }

    /**
     * Reads a session, changes one value, writes it.
     *
     * @param servers where to
     * @param values how many values a session has
     * @param value each of them
     * @return one contender per way to do it
     */
    default List<Contender> changeSession(Servers servers, int values, String value) {
        return List.of();
    }

    /**
     * Stores a new session.
     *
     * @param servers where to
     * @param values how many values a session has
     * @param value each of them
     * @return one contender per way to do it
     */
    default List<Contender> createSession(Servers servers, int values, String value) {
        return List.of();
    }

    /**
     * Makes writers that count up one number, the same for all.
     *
     * @param servers where to
     * @return by the name of a way to do it, what makes a writer
     */
    default Map<String, Supplier<ContendedWriter>> contendedWriters(Servers servers) {
        return Map.of();
    }

    @Override
    void close();
}
