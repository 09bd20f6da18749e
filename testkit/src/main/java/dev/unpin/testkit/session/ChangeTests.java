package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.StoredField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changing a stored session: versions, conditions, all or nothing. */
interface ChangeTests extends SessionStoreFixture {
    @Test
    default void aCommitSetsRemovesAndLeavesAlone() {
        Probe session = Probe.stored(store(), set("cart", "apple"), set("step", "1"), set("lang", "de"));
        long first = session.found().version();

        long second = session.save(set("cart", "pear"), FieldChange.remove("step"), set("theme", "dark"));

        assertEquals(Map.of("cart", "pear", "lang", "de", "theme", "dark"), session.texts());
        assertEquals(second, session.found().version());
        assertEquals(second, session.field("cart").version());
        assertEquals(second, session.field("theme").version());
        assertEquals(first, session.field("lang").version(), "a field that was left alone keeps its version");
    }

    @Test
    default void aCommitMayChangeNoField() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long first = session.found().version();

        long second = session.save();

        assertTrue(second > first);
        assertEquals(Map.of("cart", "apple"), session.texts());
        assertEquals(first, session.field("cart").version());
    }

    @Test
    default void removingWhatIsNotThereChangesNothingElse() {
        Probe session = Probe.stored(store(), set("cart", "apple"));

        session.save(FieldChange.remove("step"));

        assertEquals(Map.of("cart", "apple"), session.texts());
    }

    @Test
    default void versionsRiseWithEveryCommitAndNeverRepeat() {
        Probe session = Probe.stored(store());
        Probe elsewhere = session.through(store());
        List<Long> versions = new ArrayList<>(List.of(session.found().version()));

        for (int i = 0; i < 50; i++) {
            versions.add((i % 2 == 0 ? session : elsewhere).save(set("step", "" + i)));
            if (i % 10 == 0) {
                elapse(Duration.ofSeconds(1));
            }
        }

        assertEquals(versions.stream().sorted().toList(), versions);
        assertEquals(versions.size(), new HashSet<>(versions).size());
    }

    @Test
    default void aFieldThatCameBackHasAnotherVersion() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long first = session.field("cart").version();
        session.save(FieldChange.remove("cart"));
        session.save(set("cart", "apple"));

        assertTrue(session.field("cart").version() > first);
        session.refuse(
                CommitReply.Status.CONFLICT, session.update(set("cart", "pear").ifVersion(first)));
    }

    @Test
    default void anExpectedVersionLetsAChangeThrough() {
        Probe session = Probe.stored(store(), set("cart", "apple"), set("step", "1"));
        long version = session.field("cart").version();

        session.save(
                set("cart", "pear").ifVersion(version),
                FieldChange.remove("step").ifVersion(version),
                set("theme", "dark").ifVersion(FieldChange.ABSENT));

        assertEquals(Map.of("cart", "pear", "theme", "dark"), session.texts());
    }

    @Test
    default void anExpectedVersionIsTheFieldsAndNotTheSessions() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long version = session.field("cart").version();
        session.save(set("step", "2"));

        session.save(session.updateSince(version, set("cart", "pear").ifVersion(version)));

        assertEquals(Map.of("cart", "pear", "step", "2"), session.texts());
    }

    @Test
    default void anotherVersionIsAConflictThatShowsWhatIsThere() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long first = session.field("cart").version();
        long second = session.save(set("cart", "pear"));
        Snapshot before = Snapshot.of(session);

        CommitReply reply = session.refuse(
                CommitReply.Status.CONFLICT,
                session.updateSince(first, set("cart", "plum").ifVersion(first)));

        assertEquals(second, reply.version());
        assertEquals(Set.of("cart"), reply.conflicts().keySet());
        StoredField there = reply.conflicts().values().iterator().next().orElseThrow();
        assertEquals("pear", new String(there.bytes(), UTF_8));
        assertEquals(second, there.version());
        before.assertUnchanged(session);
    }

    @Test
    default void aFieldThatShouldBeAbsentAndIsThereIsAConflict() {
        Probe session = Probe.stored(store(), set("cart", "apple"));

        CommitReply reply = session.refuse(
                CommitReply.Status.CONFLICT, session.update(set("cart", "pear").ifVersion(FieldChange.ABSENT)));

        assertEquals(Set.of("cart"), reply.conflicts().keySet());
        assertTrue(reply.conflicts().values().iterator().next().isPresent());
    }

    @Test
    default void aFieldThatShouldBeThereAndIsAbsentIsAConflict() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long version = session.field("cart").version();
        session.save(FieldChange.remove("cart"));

        for (FieldChange change : List.of(
                set("cart", "pear").ifVersion(version),
                FieldChange.remove("cart").ifVersion(version))) {
            CommitReply reply = session.refuse(CommitReply.Status.CONFLICT, session.update(change));
            assertEquals(Map.of("cart", Optional.empty()), reply.conflicts());
        }
    }

    @Test
    default void aConflictNamesExactlyTheFieldsConcerned() {
        Probe session = Probe.stored(store(), set("a", "1"), set("b", "1"), set("c", "1"), set("d", "1"));
        long version = session.found().version();
        session.save(set("a", "2"), FieldChange.remove("b"));

        CommitReply reply = session.refuse(
                CommitReply.Status.CONFLICT,
                session.update(
                        set("a", "3").ifVersion(version),
                        set("b", "3").ifVersion(version),
                        set("c", "3").ifVersion(version),
                        set("d", "3")));

        assertEquals(Set.of("a", "b"), reply.conflicts().keySet());
    }

    @Test
    default void oneConflictStopsTheWholeCommit() {
        Probe session = Probe.stored(store(), set("cart", "apple"), set("step", "1"), set("lang", "de"));
        long version = session.found().version();
        session.save(set("cart", "pear"));
        Snapshot before = Snapshot.of(session);
        Probe renewed = session.with(Probe.newSecret());
        elapse(Duration.ofMinutes(5));

        session.refuse(
                CommitReply.Status.CONFLICT,
                session.update(
                                set("lang", "fr"),
                                FieldChange.remove("step"),
                                set("cart", "plum").ifVersion(version),
                                set("theme", "dark").ifVersion(FieldChange.ABSENT))
                        .withOwner("user-42")
                        .withRenewal(renewed.renewal()));

        before.assertUnchanged(session);
        assertEquals(LoadReply.Status.FORGED, renewed.peek().status());
    }

    @Test
    default void anUnconditionalChangeWinsOverWhatCameBefore() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long version = session.found().version();
        CommitRequest slow = session.updateSince(version, set("cart", "plum"));
        session.through(store()).save(set("cart", "pear"));

        session.save(slow);

        assertEquals(Map.of("cart", "plum"), session.texts());
    }

    @Test
    default void writesOfDifferentFieldsThroughDifferentInstancesAllSurvive() {
        Probe session = Probe.stored(store());
        long version = session.found().version();
        CommitRequest one = session.updateSince(version, set("cart", "apple"));
        CommitRequest other = session.updateSince(version, set("step", "2").ifVersion(FieldChange.ABSENT));

        session.save(one);
        session.through(store()).save(other);

        assertEquals(Map.of("cart", "apple", "step", "2"), session.texts());
    }

    @Test
    default void aWrongSecretChangesNothing() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        Snapshot before = Snapshot.of(session);
        Probe thief = session.with(Probe.newSecret());
        long version = before.session().version();

        session.refuse(CommitReply.Status.RENEWED, thief.updateSince(version, set("cart", "pear")));
        session.refuse(CommitReply.Status.RENEWED, thief.updateSince(version).withOwner("mallory"));

        before.assertUnchanged(session);
    }

    @Test
    default void theSecretIsJudgedBeforeTheVersions() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long version = session.found().version();

        CommitReply reply = session.refuse(
                CommitReply.Status.RENEWED,
                session.with(Probe.newSecret())
                        .updateSince(version, set("cart", "pear").ifVersion(FieldChange.ABSENT)));

        assertEquals(Map.of(), reply.conflicts(), "who does not know the secret is shown nothing");
    }
}
