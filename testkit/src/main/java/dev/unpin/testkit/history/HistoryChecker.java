package dev.unpin.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a history is linearizable: whether its operations can have happened one after the other, each at some
 * moment between its beginning and its end, as a {@link Model} says. An operation of unknown outcome may have happened
 * at any moment after its beginning, or not at all. Immutable and thread-safe.
 *
 * <p>The search is that of Wing and Gong (Testing and Verifying Concurrent Objects, 1993) with the memory of Lowe
 * (Testing for Linearizability, 2017): a set of operations that led to the same state before is not tried again.
 *
 * @param <S> the states of the model
 * @param <C> what may be asked
 * @param <R> what may be answered
 */
public final class HistoryChecker<S, C, R> {
    private static final int MOST_POSITIONS = 200_000;
    private static final int SHOWN = 12;

    private final Model<S, C, R> model;

    private HistoryChecker(Model<S, C, R> model) {
        this.model = model;
    }

    /**
     * Makes a checker.
     *
     * @param model how the object should behave
     * @param <S> the states of the model
     * @param <C> what may be asked
     * @param <R> what may be answered
     * @return a checker
     */
    public static <S, C, R> HistoryChecker<S, C, R> of(Model<S, C, R> model) {
        return new HistoryChecker<>(Objects.requireNonNull(model, "model"));
    }

    /**
     * Looks for an order that explains a history.
     *
     * @param history all operations on one object
     * @return empty if there is one; else how far the best try came, and what could not follow
     * @throws IllegalStateException if that is not decided after 200,000 positions: record shorter histories
     */
    public Optional<String> violation(List<Operation<C, R>> history) {
        return new Search(history).run();
    }

    /** What has happened so far, as numbers of operations, and the state that is left. */
    private record Position<S>(BitSet happened, S state) {}

    private final class Search {
        private final List<Operation<C, R>> operations;
        private final BitSet known = new BitSet();
        private final Set<Position<S>> seen = new HashSet<>();
        private final Deque<Position<S>> open = new ArrayDeque<>();
        private Position<S> best;
        private int most;

        Search(List<Operation<C, R>> history) {
            operations = history.stream()
                    .sorted(Comparator.comparingLong(Operation::began))
                    .toList();
            for (int i = 0; i < operations.size(); i++) {
                known.set(i, !operations.get(i).isUnknown());
            }
            best = new Position<>(new BitSet(), model.initial());
            visit(best);
        }

        Optional<String> run() {
            while (!open.isEmpty()) {
                Position<S> position = open.pop();
                if (knownIn(position) == known.cardinality()) {
                    return Optional.empty();
                }
                List<Integer> next = candidates(position.happened());
                // what is pushed last is tried first: unknown operations only where nothing else helps
                next.stream().filter(i -> !known.get(i)).forEach(i -> step(position, i));
                next.stream().filter(known::get).forEach(i -> step(position, i));
            }
            return Optional.of(explain());
        }

        private void step(Position<S> position, int number) {
            Operation<C, R> operation = operations.get(number);
            R answer = operation.answer();
            List<S> states = answer == null
                    ? model.afterUnseen(position.state(), operation.call())
                    : model.after(position.state(), operation.call(), answer);
            for (S state : states) {
                BitSet happened = (BitSet) position.happened().clone();
                happened.set(number);
                visit(new Position<>(happened, state));
            }
        }

        private void visit(Position<S> position) {
            if (seen.add(position)) {
                if (seen.size() > MOST_POSITIONS) {
                    throw new IllegalStateException("a history of " + operations.size() + " operations, "
                            + (operations.size() - known.cardinality()) + " of them unknown, is not decided after "
                            + MOST_POSITIONS + " positions; record shorter ones, over more objects");
                }
                if (knownIn(position) > most) {
                    most = knownIn(position);
                    best = position;
                }
                open.push(position);
            }
        }

        private int knownIn(Position<S> position) {
            BitSet both = (BitSet) position.happened().clone();
            both.and(known);
            return both.cardinality();
        }

        /** Those that can be next: nothing else that has not happened yet ends before they begin. */
        private List<Integer> candidates(BitSet happened) {
            List<Integer> found = new ArrayList<>();
            long firstEnd = Operation.NEVER;
            for (int i = happened.nextClearBit(0);
                    i < operations.size() && operations.get(i).began() < firstEnd;
                    i = happened.nextClearBit(i + 1)) {
                firstEnd = Math.min(firstEnd, operations.get(i).ended());
                found.add(i);
            }
            return found;
        }

        private String explain() {
            StringBuilder text = new StringBuilder(200)
                    .append("no order explains this history of ")
                    .append(operations.size())
                    .append(" operations; the best explains ")
                    .append(most)
                    .append(" of the ")
                    .append(known.cardinality())
                    .append(" that were answered, leads to ")
                    .append(best.state())
                    .append(", and cannot go on with any of");
            candidates(best.happened()).stream()
                    .limit(SHOWN)
                    .map(operations::get)
                    .forEach(operation -> text.append("\n  ").append(operation));
            return text.toString();
        }
    }
}
