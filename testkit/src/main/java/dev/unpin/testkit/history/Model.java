package dev.unpin.testkit.history;

import java.util.List;

/**
 * What one object may do if its calls come one after the other. Implementations are immutable, and so are their states,
 * calls and answers, which compare by value.
 *
 * @param <S> the object's state
 * @param <C> what may be asked of it
 * @param <R> what it may answer
 */
public interface Model<S, C, R> {
    /**
     * Returns the state in which every history begins.
     *
     * @return the first state
     */
    S initial();

    /**
     * Returns the states in which a call leaves the object.
     *
     * @param state the state before
     * @param call what was asked
     * @param answer what was answered
     * @return the states that are possible after it; none if the object cannot have answered that in this state
     */
    List<S> after(S state, C call, R answer);

    /**
     * Returns the states in which a call leaves the object that did happen, but whose answer nobody has seen.
     *
     * @param state the state before
     * @param call what was asked
     * @return the states that are possible after it, over all answers
     */
    List<S> afterUnseen(S state, C call);
}
