package dev.unpin.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.testkit.history.AtMostOnceModel.Count;
import dev.unpin.testkit.history.AtMostOnceModel.Effect;
import dev.unpin.testkit.history.AtMostOnceModel.Effects;
import dev.unpin.testkit.history.AtMostOnceModel.Run;
import dev.unpin.testkit.history.LockModel.Acquire;
import dev.unpin.testkit.history.LockModel.Busy;
import dev.unpin.testkit.history.LockModel.Done;
import dev.unpin.testkit.history.LockModel.Granted;
import dev.unpin.testkit.history.LockModel.Lost;
import dev.unpin.testkit.history.LockModel.Release;
import dev.unpin.testkit.history.LockModel.Renew;
import dev.unpin.testkit.history.RegisterModel.Answer;
import dev.unpin.testkit.history.RegisterModel.Applied;
import dev.unpin.testkit.history.RegisterModel.Call;
import dev.unpin.testkit.history.RegisterModel.CompareAndSet;
import dev.unpin.testkit.history.RegisterModel.Conflict;
import dev.unpin.testkit.history.RegisterModel.Read;
import dev.unpin.testkit.history.RegisterModel.Value;
import dev.unpin.testkit.history.RegisterModel.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Known good and known bad histories, and random ones against a search that tries every order. */
class HistoryCheckerTest {
    private static final int RANDOM_HISTORIES = 2_000;

    private final RegisterModel register = RegisterModel.create();

    @Test
    void aReadDuringAWriteMaySeeTheOldValueOrTheNew() {
        good(register, op(1, 4, new Write(1), new Applied()), op(2, 3, new Read(), new Value(0)));
        good(register, op(1, 4, new Write(1), new Applied()), op(2, 3, new Read(), new Value(1)));
    }

    @Test
    void whatWasSeenOnceIsNotUnseenLater() {
        bad(
                register,
                op(1, 8, new Write(1), new Applied()),
                op(2, 3, new Read(), new Value(1)),
                op(4, 5, new Read(), new Value(0)));
    }

    @Test
    void aReadAfterAWriteSeesIt() {
        bad(register, op(1, 2, new Write(1), new Applied()), op(3, 4, new Read(), new Value(0)));
    }

    @Test
    void ofTwoComparisonsWithOneValueOneSucceeds() {
        good(
                register,
                op(1, 4, new CompareAndSet(0, 1), new Applied()),
                op(2, 3, new CompareAndSet(0, 2), new Conflict(1)));
        bad(
                register,
                op(1, 4, new CompareAndSet(0, 1), new Applied()),
                op(2, 3, new CompareAndSet(0, 2), new Applied()));
    }

    @Test
    void aConflictWithItselfIsFound() {
        // what a blind retry tells after its first try has arrived
        bad(register, op(1, 2, new CompareAndSet(0, 1), new Conflict(1)));
        bad(register, op(1, 2, new CompareAndSet(0, 1), new Conflict(0)), op(3, 4, new Read(), new Value(1)));
    }

    @Test
    void aWriteThatCountsTwiceIsFound() {
        bad(
                register,
                op(1, 9, new Write(1), new Applied()),
                op(2, 3, new Read(), new Value(1)),
                op(4, 5, new Write(2), new Applied()),
                op(6, 7, new Read(), new Value(2)),
                op(10, 11, new Read(), new Value(1)));
    }

    @Test
    void anUnknownWriteMayHaveHappenedOrNotAtAnyLaterTimeButOnce() {
        Operation<Call, Answer> unknown = unknown(1, new Write(1));
        good(register, unknown, op(2, 3, new Read(), new Value(0)));
        good(register, unknown, op(2, 3, new Read(), new Value(1)));
        good(register, unknown, op(2, 3, new Read(), new Value(0)), op(4, 5, new Read(), new Value(1)));
        bad(register, unknown, op(2, 3, new Read(), new Value(1)), op(4, 5, new Read(), new Value(0)));
        bad(
                register,
                unknown,
                op(2, 3, new Read(), new Value(1)),
                op(4, 5, new Write(2), new Applied()),
                op(6, 7, new Read(), new Value(1)));
        bad(register, op(2, 3, new Read(), new Value(1)), unknown(4, new Write(1)));
    }

    @Test
    void anUnknownComparisonHappensOnlyWhereItFits() {
        good(
                register,
                op(1, 2, new Write(1), new Applied()),
                unknown(3, new CompareAndSet(1, 2)),
                op(4, 5, new Read(), new Value(2)));
        bad(
                register,
                op(1, 2, new Write(5), new Applied()),
                unknown(3, new CompareAndSet(1, 2)),
                op(4, 5, new Read(), new Value(2)));
    }

    @Test
    void fencesRiseAndOnlyTheHolderReleases() {
        LockModel lock = LockModel.leasesMayExpire();
        good(
                lock,
                op(1, 2, new Acquire(), new Granted(5)),
                op(3, 4, new Acquire(), new Busy()),
                op(5, 6, new Renew(5), new Done()),
                op(7, 8, new Release(5), new Done()),
                op(9, 10, new Acquire(), new Granted(6)),
                op(11, 12, new Renew(5), new Lost()));
        bad(lock, op(1, 2, new Acquire(), new Granted(5)), op(3, 4, new Acquire(), new Granted(5)));
        bad(lock, op(1, 2, new Acquire(), new Granted(5)), op(3, 4, new Acquire(), new Granted(4)));
        bad(
                lock,
                op(1, 2, new Acquire(), new Granted(5)),
                op(3, 4, new Acquire(), new Granted(6)),
                op(5, 6, new Release(5), new Done()));
        bad(lock, op(1, 2, new Acquire(), new Busy()));
    }

    @Test
    void twoHoldAtOnceOnlyIfALeaseMayExpire() {
        List<Operation<LockModel.Call, LockModel.Answer>> passedOver =
                List.of(op(1, 2, new Acquire(), new Granted(1)), op(3, 4, new Acquire(), new Granted(2)));
        assertThat(HistoryChecker.of(LockModel.leasesMayExpire()).violation(passedOver))
                .isEmpty();
        assertThat(HistoryChecker.of(LockModel.leasesOutlast()).violation(passedOver))
                .isPresent();
    }

    @Test
    void anUnknownGrantKeepsOthersOutAndItsFenceIsUsedUp() {
        LockModel lock = LockModel.leasesOutlast();
        good(lock, unknown(1, new Acquire()), op(2, 3, new Acquire(), new Busy()));
        bad(
                lock,
                unknown(1, new Acquire()),
                op(2, 3, new Acquire(), new Busy()),
                op(4, 5, new Acquire(), new Granted(1)));
        good(
                lock,
                op(1, 2, new Acquire(), new Granted(1)),
                unknown(3, new Release(1)),
                op(4, 5, new Acquire(), new Granted(2)));
    }

    @Test
    void oneEffectIsToldToAll() {
        AtMostOnceModel once = AtMostOnceModel.create();
        good(
                once,
                op(1, 4, new Run(1), new Effect(2)),
                op(2, 3, new Run(2), new Effect(2)),
                op(5, 6, new Count(), new Effects(1)));
        bad(once, op(1, 4, new Run(1), new Effect(1)), op(2, 3, new Run(2), new Effect(2)));
        bad(once, op(1, 2, new Run(1), new Effect(1)), op(3, 4, new Count(), new Effects(2)));
        good(once, unknown(1, new Run(1)), op(2, 3, new Count(), new Effects(0)));
        good(once, unknown(1, new Run(1)), op(2, 3, new Run(2), new Effect(1)));
        bad(once, unknown(1, new Run(1)), op(2, 3, new Run(2), new Effect(3)));
    }

    @Test
    void itAgreesWithASearchThroughAllOrders() {
        int violations = 0;
        for (int seed = 0; seed < RANDOM_HISTORIES; seed++) {
            List<Operation<Call, Answer>> history = random(new Random(seed));
            boolean explained = anyOrder(history, RegisterModel.ABSENT);
            assertThat(HistoryChecker.of(register).violation(history).isEmpty())
                    .as("seed %s: %s", seed, history)
                    .isEqualTo(explained);
            violations += explained ? 0 : 1;
        }
        assertThat(violations).isBetween(RANDOM_HISTORIES / 5, RANDOM_HISTORIES * 4 / 5);
    }

    @Test
    void aHistoryTooHardToDecideIsNoGoodOne() {
        List<Operation<Call, Answer>> hard = new ArrayList<>();
        LongStream.rangeClosed(1, 40).forEach(i -> hard.add(unknown(i, new Write(i))));
        hard.add(op(100, 101, new Read(), new Value(77)));
        assertThatThrownBy(() -> HistoryChecker.of(register).violation(hard))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("record shorter ones");
    }

    @Test
    void theRecorderKeepsTheOrderAndForgetsWhatWasRefused() {
        History<Call, Answer> history = History.create();
        var first = history.begin(new Write(1));
        var second = history.begin(new Read());
        second.answered(new Value(1));
        first.answered(new Applied());
        history.begin(new Write(2)).refused();
        history.begin(new Write(3)).unknown();
        history.begin(new Write(4));
        assertThat(history.operations())
                .containsExactlyInAnyOrder(
                        op(1, 4, new Write(1), new Applied()),
                        op(2, 3, new Read(), new Value(1)),
                        unknown(6, new Write(3)),
                        unknown(7, new Write(4)));
        assertThatThrownBy(first::unknown).isInstanceOf(IllegalStateException.class);
    }

    private static boolean anyOrder(List<Operation<Call, Answer>> left, long state) {
        if (left.stream().allMatch(Operation::isUnknown)) {
            return true;
        }
        for (Operation<Call, Answer> next : left) {
            boolean first = left.stream().noneMatch(other -> other.ended() < next.began());
            List<Operation<Call, Answer>> rest = new ArrayList<>(left);
            rest.remove(next);
            if (first && states(next, state).stream().anyMatch(after -> anyOrder(rest, after))) {
                return true;
            }
        }
        return false;
    }

    private static List<Long> states(Operation<Call, Answer> operation, long state) {
        Answer answer = operation.answer();
        return answer == null
                ? RegisterModel.create().afterUnseen(state, operation.call())
                : RegisterModel.create().after(state, operation.call(), answer);
    }

    /** Up to six operations with made-up answers, overlapping at random. */
    private static List<Operation<Call, Answer>> random(Random random) {
        int size = 2 + random.nextInt(5);
        List<Long> places =
                new ArrayList<>(LongStream.range(0, 2L * size).boxed().toList());
        List<Operation<Call, Answer>> history = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            long one = places.remove(random.nextInt(places.size()));
            long other = places.remove(random.nextInt(places.size()));
            long value = random.nextInt(size + 1);
            Call call = switch (random.nextInt(3)) {
                case 0 -> new Read();
                case 1 -> new Write(i);
                default -> new CompareAndSet(value, i);
            };
            boolean succeeds = random.nextInt(4) > 0;
            Answer answer = call instanceof Read
                    ? new Value(value)
                    : call instanceof Write || succeeds ? new Applied() : new Conflict(random.nextInt(size + 1));
            history.add(
                    random.nextInt(4) == 0
                            ? unknown(Math.min(one, other), call)
                            : op(Math.min(one, other), Math.max(one, other), call, answer));
        }
        return history;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the list reads them and no more
    private static <S, C, R> void good(Model<S, C, R> model, Operation<C, R>... history) {
        assertThat(HistoryChecker.of(model).violation(List.of(history))).isEmpty();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the list reads them and no more
    private static <S, C, R> void bad(Model<S, C, R> model, Operation<C, R>... history) {
        assertThat(HistoryChecker.of(model).violation(List.of(history)))
                .get()
                .asString()
                .contains("no order explains");
    }

    private static <C, R> Operation<C, R> op(long began, long ended, C call, R answer) {
        return new Operation<>(began, ended, call, answer);
    }

    private static <C, R> Operation<C, R> unknown(long began, C call) {
        return new Operation<>(began, Operation.NEVER, call, null);
    }
}
