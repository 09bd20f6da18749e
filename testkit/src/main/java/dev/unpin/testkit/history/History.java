package dev.unpin.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records the calls that many threads make to one object. Thread-safe.
 *
 * <pre>{@code
 * History<RegisterModel.Call, RegisterModel.Answer> history = History.create();
 * var running = history.begin(new RegisterModel.Write(7));      // before the call
 * try {
 *     store.write(7);
 *     running.answered(new RegisterModel.Applied());            // after it
 * } catch (StoreException e) {
 *     if (e.effect() == Effect.UNKNOWN) running.unknown(); else running.refused();
 * }
 * }</pre>
 *
 * <p>One history per object, and a short one: objects that do not share anything are judged apart, and what judging
 * costs grows much faster than a history does.
 *
 * @param <C> what may be asked
 * @param <R> what may be answered
 */
public final class History<C, R> {
    private final AtomicLong order = new AtomicLong();
    private final Queue<Operation<C, R>> ended = new ConcurrentLinkedQueue<>();
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    private History() {}

    /**
     * Starts an empty history.
     *
     * @param <C> what may be asked
     * @param <R> what may be answered
     * @return a history
     */
    public static <C, R> History<C, R> create() {
        return new History<>();
    }

    /**
     * Notes that a call is about to be made.
     *
     * @param call what will be asked
     * @return where its outcome has to be noted
     */
    public Running begin(C call) {
        Running begun = new Running(Objects.requireNonNull(call, "call"), order.incrementAndGet());
        running.add(begun);
        return begun;
    }

    /**
     * Returns what was recorded so far; calls that are still running count as unknown.
     *
     * @return the operations in no particular order, without those that were refused
     */
    public List<Operation<C, R>> operations() {
        List<Operation<C, R>> all = new ArrayList<>();
        running.forEach(begun -> all.add(begun.untilNow()));
        all.addAll(ended);
        return List.copyOf(all);
    }

    /** A call whose outcome is not noted yet; exactly one of its methods is to be called, once. Thread-safe. */
    public final class Running {
        private final C call;
        private final long began;
        private final AtomicBoolean over = new AtomicBoolean();

        private Running(C call, long began) {
            this.call = call;
            this.began = began;
        }

        /**
         * Notes what was answered.
         *
         * @param answer the answer
         */
        public void answered(R answer) {
            end(new Operation<>(began, order.incrementAndGet(), call, Objects.requireNonNull(answer, "answer")));
        }

        /** Notes that nobody can say what became of the call: it may have happened, may yet happen, or never. */
        public void unknown() {
            end(untilNow());
        }

        /** Notes that the call has surely had no effect, and never will have; it is not part of the history. */
        public void refused() {
            end(null);
        }

        private Operation<C, R> untilNow() {
            return new Operation<>(began, Operation.NEVER, call, null);
        }

        private void end(@Nullable Operation<C, R> operation) {
            if (!over.compareAndSet(false, true)) {
                throw new IllegalStateException("the outcome of " + call + " is noted already");
            }
            if (operation != null) {
                ended.add(operation);
            }
            running.remove(this);
        }
    }
}
