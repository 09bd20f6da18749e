package dev.unpin.testkit.history;

import java.util.List;

/**
 * A lock with fences: every grant bears a number above all earlier ones, and only the holder can renew or release.
 * Immutable.
 */
public final class LockModel implements Model<LockModel.State, LockModel.Call, LockModel.Answer> {
    private static final long NOBODY = 0;
    /** Whoever holds the lock was never told its fence. */
    private static final long UNTOLD = -1;

    /** What may be asked of a lock. */
    public sealed interface Call {}

    /** Asks for the lock; answered by {@link Granted} or {@link Busy}. */
    public record Acquire() implements Call {}

    /**
     * Asks to hold the lock longer; answered by {@link Done} or {@link Lost}.
     *
     * @param fence the number of the grant
     */
    public record Renew(long fence) implements Call {}

    /**
     * Gives the lock back; answered by {@link Done} or {@link Lost}.
     *
     * @param fence the number of the grant
     */
    public record Release(long fence) implements Call {}

    /** What a lock may answer. */
    public sealed interface Answer {}

    /**
     * The caller holds the lock.
     *
     * @param fence the number of the grant, positive
     */
    public record Granted(long fence) implements Answer {}

    /** Somebody else holds the lock. */
    public record Busy() implements Answer {}

    /** The caller held the lock, and what was asked is done. */
    public record Done() implements Answer {}

    /** The caller does not hold the lock any more. */
    public record Lost() implements Answer {}

    /**
     * Who holds the lock.
     *
     * @param highest no grant so far has a higher number, as far as is known
     * @param holder the number of the grant in force; 0 if there is none, -1 if its holder was never told
     */
    public record State(long highest, long holder) {}

    private enum Leases {
        MAY_EXPIRE,
        OUTLAST
    }

    private final Leases leases;

    private LockModel(Leases leases) {
        this.leases = leases;
    }

    /**
     * Makes a model of a lock whose leases may expire at any moment: fences rise, and whoever was passed over is told.
     *
     * @return the model
     */
    public static LockModel leasesMayExpire() {
        return new LockModel(Leases.MAY_EXPIRE);
    }

    /**
     * Makes a model of a lock whose leases are longer than the history: nobody is granted what another holds.
     *
     * @return the model
     */
    public static LockModel leasesOutlast() {
        return new LockModel(Leases.OUTLAST);
    }

    @Override
    public State initial() {
        return new State(0, NOBODY);
    }

    @Override
    public List<State> after(State state, Call call, Answer answer) {
        if (call instanceof Acquire && answer instanceof Granted granted) {
            return granted.fence() > state.highest() && mayBeGranted(state)
                    ? List.of(new State(granted.fence(), granted.fence()))
                    : List.of();
        }
        if (call instanceof Acquire && answer instanceof Busy) {
            return state.holder() == NOBODY ? List.of() : List.of(state);
        }
        if (call instanceof Renew renew && answer instanceof Done) {
            return state.holder() == renew.fence() ? List.of(state) : List.of();
        }
        if (call instanceof Release release && answer instanceof Done) {
            return state.holder() == release.fence() ? List.of(free(state)) : List.of();
        }
        if (call instanceof Renew renew && answer instanceof Lost) {
            return lost(state, renew.fence());
        }
        if (call instanceof Release release && answer instanceof Lost) {
            return lost(state, release.fence());
        }
        throw new IllegalArgumentException(call + " is never answered by " + answer);
    }

    @Override
    public List<State> afterUnseen(State state, Call call) {
        if (call instanceof Acquire && mayBeGranted(state)) {
            return List.of(new State(state.highest() + 1, UNTOLD));
        }
        if (call instanceof Release release && state.holder() == release.fence()) {
            return List.of(free(state));
        }
        return List.of(state);
    }

    private boolean mayBeGranted(State state) {
        return state.holder() == NOBODY || leases == Leases.MAY_EXPIRE;
    }

    private List<State> lost(State state, long fence) {
        if (state.holder() != fence) {
            return List.of(state);
        }
        return leases == Leases.MAY_EXPIRE ? List.of(free(state)) : List.of();
    }

    private static State free(State state) {
        return new State(state.highest(), NOBODY);
    }
}
