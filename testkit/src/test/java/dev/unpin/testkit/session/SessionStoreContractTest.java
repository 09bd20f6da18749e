package dev.unpin.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.unpin.session.spi.SessionStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract itself: a store with a fault must not pass it. */
class SessionStoreContractTest {
    @Test
    void catchesAStoreThatRemembersOnlyTheLastWrite() {
        Outcome outcome = Outcome.of(LastWriteIdOnlyDriver.class);

        assertThat(outcome.failed())
                .contains(
                        "anIncrementThatArrivesAgainAfterAnotherIsNotCountedTwice()",
                        "aSetThatArrivesAgainDoesNotOverwriteALaterOne()",
                        "aRemovalThatArrivesAgainDoesNotRemoveALaterValue()",
                        "aRenewalThatArrivesAgainDoesNotUndoALaterOne()",
                        "everyStoreRemembersTheLastThirtyTwoWrites()",
                        "aWriteThatMayHaveBeenForgottenIsNeverAppliedAgain()");
        assertThat(outcome.passed()).contains("aWriteThatArrivesTwiceCountsOnce()");
    }

    @Test
    void catchesAStoreThatBringsSessionsBack() {
        assertThat(Outcome.of(ResurrectingDriver.class).failed())
                .contains(
                        "aCommitAfterTheEndNeverBringsTheSessionBack()",
                        "anEndWinsOverParallelCommits()",
                        "aChangeNeverCreates()",
                        "whatASlowRequestCommitsAfterTheSignOutIsNotStored()",
                        "aSessionThatExpiresWhileARequestUsesItStaysOver()");
    }

    @Test
    void catchesAStoreThatLosesUpdates() {
        assertThat(Outcome.of(LastWriteWinsDriver.class).failed())
                .contains(
                        "anotherVersionIsAConflictThatShowsWhatIsThere()",
                        "twoUpdatesOfOneKeyBothCount()",
                        "anUpdateIsAppliedToWhatAParallelSetHasLeft()",
                        "everyUpdateOfManyThreadsCountsExactlyOnce()");
    }

    @Test
    void catchesAStoreThatAcceptsReplacedSecrets() {
        assertThat(Outcome.of(OldSecretsAcceptedDriver.class).failed())
                .contains(
                        "theOldSecretOpensNothingFromThenOn()",
                        "ofParallelRenewalsExactlyOneWins()",
                        "ofTwoSignInsOneWinsAndTheOtherGetsNothing()",
                        "aWriteUnderWayDuringASignInIsRefusedAndNotLost()");
    }

    /** What ran, by name: a test that was renamed is in neither set, and fails whoever expects it in one. */
    private record Outcome(Set<String> failed, Set<String> passed) {
        static Outcome of(Class<? extends SessionStoreContract> driver) {
            Outcome outcome = new Outcome(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
            LauncherFactory.create()
                    .execute(request().selectors(selectClass(driver)).build(), new TestExecutionListener() {
                        @Override
                        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                            if (test.isTest()) {
                                boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
                                (failed ? outcome.failed : outcome.passed).add(test.getDisplayName());
                            }
                        }
                    });
            return outcome;
        }
    }

    static class LastWriteIdOnlyDriver extends MemoryDriver {
        private final SessionStore store = new BrokenStore.LastWriteIdOnly(super.store());

        @Override
        public SessionStore store() {
            return store;
        }
    }

    static class ResurrectingDriver extends MemoryDriver {
        @Override
        public SessionStore store() {
            return new BrokenStore.Resurrecting(super.store());
        }
    }

    static class LastWriteWinsDriver extends MemoryDriver {
        @Override
        public SessionStore store() {
            return new BrokenStore.LastWriteWins(super.store());
        }
    }

    static class OldSecretsAcceptedDriver extends MemoryDriver {
        private final SessionStore store = new BrokenStore.OldSecretsAccepted(super.store());

        @Override
        public SessionStore store() {
            return store;
        }
    }
}
