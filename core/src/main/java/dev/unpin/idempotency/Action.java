package dev.unpin.idempotency;

/**
 * What is to be done once.
 *
 * @param <T> the type of the result
 * @param <E> what it may throw; {@link RuntimeException} where there is nothing to declare
 */
@FunctionalInterface
public interface Action<T, E extends Exception> {
    /**
     * Does it.
     *
     * @param run what it may ask about itself
     * @return the result, which later calls get as well; not null
     * @throws E if it fails; nothing is then known of its effect, unless it is a {@link NotDoneException} or the
     *     operation's options say that it proves that there was none
     */
    T run(Run run) throws E;
}
