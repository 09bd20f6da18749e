package dev.unpin.testkit.history;

import java.util.List;

/**
 * A register that can be read, written, and written if it holds what is expected. Its values are numbers,
 * {@link #ABSENT} where nothing is stored; a test that writes every value once finds most. Immutable.
 */
public final class RegisterModel implements Model<Long, RegisterModel.Call, RegisterModel.Answer> {
    /** The value of a register in which nothing is stored, as at the beginning. */
    public static final long ABSENT = 0;

    /** What may be asked of a register. */
    public sealed interface Call {}

    /** Asks for the value; answered by {@link Value}. */
    public record Read() implements Call {}

    /**
     * Asks to store a value; answered by {@link Applied}.
     *
     * @param value the value
     */
    public record Write(long value) implements Call {}

    /**
     * Asks to store a value if another is there; answered by {@link Applied} or {@link Conflict}.
     *
     * @param expected the value that has to be there
     * @param value the new value
     */
    public record CompareAndSet(long expected, long value) implements Call {}

    /** What a register may answer. */
    public sealed interface Answer {}

    /**
     * The value that was there.
     *
     * @param value the value
     */
    public record Value(long value) implements Answer {}

    /** The value was stored. */
    public record Applied() implements Answer {}

    /**
     * The value was not stored.
     *
     * @param current what was there instead of the expected value
     */
    public record Conflict(long current) implements Answer {}

    private RegisterModel() {}

    /**
     * Makes a model of a register in which nothing is stored yet.
     *
     * @return the model
     */
    public static RegisterModel create() {
        return new RegisterModel();
    }

    @Override
    public Long initial() {
        return ABSENT;
    }

    @Override
    public List<Long> after(Long state, Call call, Answer answer) {
        if (call instanceof Read && answer instanceof Value seen) {
            return seen.value() == state ? List.of(state) : List.of();
        }
        if (call instanceof Write write && answer instanceof Applied) {
            return List.of(write.value());
        }
        if (call instanceof CompareAndSet change && answer instanceof Applied) {
            return change.expected() == state ? List.of(change.value()) : List.of();
        }
        if (call instanceof CompareAndSet change && answer instanceof Conflict conflict) {
            return conflict.current() == state && change.expected() != state ? List.of(state) : List.of();
        }
        throw new IllegalArgumentException(call + " is never answered by " + answer);
    }

    @Override
    public List<Long> afterUnseen(Long state, Call call) {
        if (call instanceof Write write) {
            return List.of(write.value());
        }
        if (call instanceof CompareAndSet change && change.expected() == state) {
            return List.of(change.value());
        }
        return List.of(state);
    }
}
