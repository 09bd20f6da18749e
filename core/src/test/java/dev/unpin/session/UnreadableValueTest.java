package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.COUNT;
import static dev.unpin.session.TestValues.TEXT;
import static dev.unpin.session.TestValues.cookie;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.codec.CodecException;
import dev.unpin.session.CommitResult.Status;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that another release wrote, or that somebody wrote by hand. */
class UnreadableValueTest {
    private static final SessionKey<String> COUNT_AS_TEXT = SessionKey.of("count", TEXT);

    private final TestStore store = new TestStore();
    private final List<SessionEvent> events = new ArrayList<>();
    private final Sessions writer = Sessions.builder(store).build();
    private final String cookie = stored();

    @Test
    void failTellsAndLeavesTheRestOfTheSessionUsable() {
        Session session = with(UnreadableValue.FAIL).open(cookie);

        assertThatThrownBy(() -> session.get(COUNT))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.code()).isEqualTo("value-unreadable"))
                .hasMessageContaining("count")
                .hasMessageNotContaining("twelve");
        assertThatThrownBy(() -> session.update(COUNT, n -> n + 1)).isInstanceOf(CodecException.class);
        assertThat(session.get(CART)).isEqualTo("apple");
        session.set(CART, "pear");
        session.commit();

        assertThat(stored(CART)).isEqualTo("pear");
        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("twelve");
        assertUnreadable(UnreadableValue.FAIL, 2);
    }

    @Test
    void failLetsAValueBeReplacedOrRemovedWithoutReadingIt() {
        Session replacing = with(UnreadableValue.FAIL).open(cookie);
        replacing.set(COUNT, 12);
        replacing.commit();
        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("12");

        Session removing = with(UnreadableValue.FAIL).open(cookie);
        removing.remove(COUNT);
        removing.commit();
        assertThat(writer.open(cookie).find(COUNT_AS_TEXT)).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void dropTakesItForAbsentAndRemovesItAtTheCommit() {
        Session session = with(UnreadableValue.DROP).open(cookie);

        assertThat(session.find(COUNT)).isEmpty();
        assertThat(session.get(COUNT)).isZero();
        assertThat(stored(COUNT_AS_TEXT)).as("not before the commit").isEqualTo("twelve");
        assertThat(session.tryCommit().status()).isEqualTo(Status.SAVED);

        assertThat(writer.open(cookie).find(COUNT_AS_TEXT)).isEmpty();
        assertUnreadable(UnreadableValue.DROP, 1);
    }

    @Test
    void dropDoesNotRemoveWhatAnotherHasReplacedMeanwhile() {
        Session session = with(UnreadableValue.DROP).open(cookie);
        session.find(COUNT);
        session.set(CART, "pear");
        write(COUNT_AS_TEXT, "13");

        session.commit();

        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("13");
        assertThat(stored(CART)).isEqualTo("pear");
        assertThat(session.get(COUNT)).isEqualTo(13);
    }

    @Test
    void dropDoesNotRemoveWhatIsNotRead() {
        Session session = with(UnreadableValue.DROP).open(cookie);
        session.set(CART, "pear");
        session.commit();

        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("twelve");
    }

    @Test
    void dropAndUpdateStartFromTheInitialValue() {
        Session session = with(UnreadableValue.DROP).open(cookie);

        assertThat(session.update(COUNT, n -> n + 1)).isEqualTo(1);
        session.commit();

        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("1");
    }

    @Test
    void dropLosesNoUpdateToAValueThatBecomesUnreadableMeanwhile() {
        write(COUNT_AS_TEXT, "5");
        Session session = with(UnreadableValue.DROP).open(cookie);
        session.update(COUNT, n -> n + 1);
        write(COUNT_AS_TEXT, "six");

        session.commit();

        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("1");
    }

    @Test
    void failRefusesTheCommitIfAValueBecomesUnreadableMeanwhile() {
        write(COUNT_AS_TEXT, "5");
        Session session = with(UnreadableValue.FAIL).open(cookie);
        session.set(CART, "pear");
        session.update(COUNT, n -> n + 1);
        write(COUNT_AS_TEXT, "six");

        assertThatThrownBy(session::commit).isInstanceOf(CodecException.class);
        assertThatThrownBy(session::commit).isInstanceOf(CodecException.class);

        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("six");
        assertThat(stored(CART)).isEqualTo("apple");
    }

    @Test
    void keepTakesItForAbsentAndLeavesItStored() {
        Session session = with(UnreadableValue.KEEP).open(cookie);

        assertThat(session.find(COUNT)).isEmpty();
        assertThat(session.tryCommit().status()).isEqualTo(Status.UNCHANGED);
        session.set(CART, "pear");
        session.commit();

        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("twelve");
        assertUnreadable(UnreadableValue.KEEP, 1);
    }

    @Test
    void keepAndUpdateReplaceIt() {
        Session session = with(UnreadableValue.KEEP).open(cookie);
        session.update(COUNT, n -> n + 1);
        session.commit();

        assertThat(stored(COUNT_AS_TEXT)).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(UnreadableValue.class)
    void aFormatThatThisReleaseDoesNotKnowIsUnreadable(UnreadableValue policy) {
        for (byte[] bytes : List.of(new byte[0], new byte[] {3, '1'}, new byte[] {0}, "7".getBytes(UTF_8))) {
            writeBytes("count", bytes);
            Session session = with(policy).open(cookie);

            if (policy == UnreadableValue.FAIL) {
                assertThatThrownBy(() -> session.find(COUNT)).isInstanceOf(CodecException.class);
            } else {
                assertThat(session.find(COUNT)).isEmpty();
            }
        }
        assertUnreadable(policy, 4);
    }

    @Test
    void namesThatThisReleaseDoesNotKnowSurviveAllItDoes() {
        writeBytes("from-a-later-release", new byte[] {9, 9, 9});
        Session session = with(UnreadableValue.DROP).open(cookie);
        session.set(CART, "pear");
        session.find(COUNT);
        session.signIn("user-42");
        String renewed = cookie(session.commit());

        Session last = writer.open(renewed);
        last.set(CART, "plum");
        last.commit();
        last.set(SessionKey.of("from-a-later-release", TEXT), "known by now");
        last.commit();
        assertThat(store.lastCommit().changes()).hasSize(1);
    }

    private Sessions with(UnreadableValue policy) {
        return Sessions.builder(store).unreadable(policy).listener(events::add).build();
    }

    private void assertUnreadable(UnreadableValue policy, int times) {
        assertThat(events)
                .filteredOn(SessionEvent.ValueUnreadable.class::isInstance)
                .hasSize(times)
                .allSatisfy(event -> {
                    SessionEvent.ValueUnreadable unreadable = (SessionEvent.ValueUnreadable) event;
                    assertThat(unreadable.key()).isEqualTo("count");
                    assertThat(unreadable.policy()).isEqualTo(policy);
                });
    }

    private <T> T stored(SessionKey<T> key) {
        return writer.open(cookie).get(key);
    }

    private <T> void write(SessionKey<T> key, T value) {
        try (Session session = writer.open(cookie)) {
            session.set(key, value);
            session.commit();
        }
    }

    /** Writes bytes that no release of ours would. */
    private void writeBytes(String name, byte[] bytes) {
        write(CART, "apple " + store.commits().size());
        CommitRequest like = store.lastCommit();
        store.commit(CommitRequest.update(
                        like.id(),
                        like.secret(),
                        like.writeId() + 1,
                        like.baseVersion(),
                        like.timeouts(),
                        like.limits())
                .withChanges(List.of(FieldChange.set(name, bytes))));
    }

    private String stored() {
        try (Session session = writer.open(null)) {
            session.set(CART, "apple");
            session.set(COUNT_AS_TEXT, "twelve");
            return cookie(session.commit());
        }
    }
}
