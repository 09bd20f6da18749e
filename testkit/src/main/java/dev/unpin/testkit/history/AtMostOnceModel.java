package dev.unpin.testkit.history;

import java.util.List;

/**
 * Something that is done once, whoever asks for it and however often: all who are answered are told the same effect,
 * which one of them proposed, and whoever counts the effects finds one. Immutable.
 */
public final class AtMostOnceModel implements Model<Long, AtMostOnceModel.Call, AtMostOnceModel.Answer> {
    private static final long NOTHING = 0;

    /** What may be asked. */
    public sealed interface Call {}

    /**
     * Asks to have it done; answered by {@link Effect}.
     *
     * @param effect what this caller would do, as a positive number of its own
     */
    public record Run(long effect) implements Call {}

    /** Counts the effects where they are seen; answered by {@link Effects}. */
    public record Count() implements Call {}

    /** What may be answered. */
    public sealed interface Answer {}

    /**
     * It is done.
     *
     * @param effect what was done, by this caller or another
     */
    public record Effect(long effect) implements Answer {}

    /**
     * So many effects there are.
     *
     * @param count how many
     */
    public record Effects(long count) implements Answer {}

    private AtMostOnceModel() {}

    /**
     * Makes a model of something that is not done yet.
     *
     * @return the model
     */
    public static AtMostOnceModel create() {
        return new AtMostOnceModel();
    }

    @Override
    public Long initial() {
        return NOTHING;
    }

    @Override
    public List<Long> after(Long state, Call call, Answer answer) {
        if (call instanceof Run run && answer instanceof Effect told) {
            long done = state == NOTHING ? run.effect() : state;
            return told.effect() == done ? List.of(done) : List.of();
        }
        if (call instanceof Count && answer instanceof Effects effects) {
            return effects.count() == (state == NOTHING ? 0 : 1) ? List.of(state) : List.of();
        }
        throw new IllegalArgumentException(call + " is never answered by " + answer);
    }

    @Override
    public List<Long> afterUnseen(Long state, Call call) {
        return call instanceof Run run && state == NOTHING ? List.of(run.effect()) : List.of(state);
    }
}
