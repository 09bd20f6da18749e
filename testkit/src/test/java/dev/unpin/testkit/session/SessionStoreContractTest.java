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
        assertThat(failuresOf(LastWriteIdOnlyDriver.class))
                .contains(
                        "anIncrementThatArrivesAgainAfterAnotherIsNotCountedTwice()",
                        "aSetThatArrivesAgainDoesNotOverwriteALaterOne()",
                        "aRemovalThatArrivesAgainDoesNotRemoveALaterValue()",
                        "aRenewalThatArrivesAgainDoesNotUndoALaterOne()",
                        "everyStoreRemembersTheLastThirtyTwoWrites()",
                        "aWriteThatMayHaveBeenForgottenIsNeverAppliedAgain()")
                .doesNotContain("aWriteThatArrivesTwiceCountsOnce()");
    }

    @Test
    void catchesAStoreThatBringsSessionsBack() {
        assertThat(failuresOf(ResurrectingDriver.class))
                .contains(
                        "aCommitAfterTheEndNeverBringsTheSessionBack()",
                        "anEndWinsOverParallelCommits()",
                        "aChangeNeverCreates()",
                        "whatASlowRequestCommitsAfterTheSignOutIsNotStored()",
                        "aSessionThatExpiresWhileARequestUsesItStaysOver()");
    }

    @Test
    void catchesAStoreThatLosesUpdates() {
        assertThat(failuresOf(LastWriteWinsDriver.class))
                .contains(
                        "anotherVersionIsAConflictThatShowsWhatIsThere()",
                        "twoUpdatesOfOneKeyBothCount()",
                        "anUpdateIsAppliedToWhatAParallelSetHasLeft()",
                        "everyUpdateOfManyThreadsCountsExactlyOnce()");
    }

    @Test
    void catchesAStoreThatAcceptsReplacedSecrets() {
        assertThat(failuresOf(OldSecretsAcceptedDriver.class))
                .contains(
                        "theOldSecretOpensNothingFromThenOn()",
                        "ofParallelRenewalsExactlyOneWins()",
                        "ofTwoSignInsOneWinsAndTheOtherGetsNothing()",
                        "aWriteUnderWayDuringASignInIsRefusedAndNotLost()");
    }

    private static Set<String> failuresOf(Class<? extends SessionStoreContract> driver) {
        Set<String> failures = ConcurrentHashMap.newKeySet();
        LauncherFactory.create()
                .execute(request().selectors(selectClass(driver)).build(), new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                            failures.add(test.getDisplayName());
                        }
                    }
                });
        return failures;
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
