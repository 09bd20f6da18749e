package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.COUNT;
import static dev.unpin.session.TestValues.TEXT;
import static dev.unpin.session.TestValues.cookie;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.LimitExceededException;
import dev.unpin.codec.CodecException;
import dev.unpin.seal.SealKeys;
import dev.unpin.session.CommitResult.Status;
import dev.unpin.session.SessionDecryptionException.Reason;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stranger in the store can do to encrypted values, and how operators turn encryption on and replace keys. */
class SessionEncryptionTest {
    private static final byte[] OLD_KEY = key(1);
    private static final byte[] NEW_KEY = key(2);
    private static final SessionEncryption OLD = SessionEncryption.create("shop", SealKeys.of("old", OLD_KEY));
    private static final SessionEncryption BOTH =
            SessionEncryption.create("shop", SealKeys.of("new", NEW_KEY).alsoOpening("old", OLD_KEY));
    private static final SessionEncryption NEW = SessionEncryption.create("shop", SealKeys.of("new", NEW_KEY));
    private static final SessionKey<String> NOTE = SessionKey.of("note", TEXT);

    private final TestStore store = new TestStore();
    private final List<SessionEvent> events = new ArrayList<>();

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    @Test
    void everyInstanceWithTheKeysReadsWhatOneHasWritten() {
        String cookie = create(NEW, "an apple");

        try (Session session = with(BOTH).open(cookie)) {
            assertThat(session.get(CART)).isEqualTo("an apple");
            assertThat(session.update(COUNT, n -> n + 1)).isEqualTo(1);
            session.commit();
        }
        assertThat(with(NEW).open(cookie).get(COUNT)).isEqualTo(1);
        assertThat(events).noneMatch(SessionEvent.ValueNotDecrypted.class::isInstance);
    }

    @Test
    void theStoreSeesNoValue() {
        String cookie = create(NEW, "an apple");

        byte[] bytes = storedBytes("cart");
        assertThat(new String(bytes, UTF_8)).doesNotContain("apple").contains("new");
        write(NEW, cookie, CART, "a pear");
        write(NEW, cookie, CART, "an apple");
        assertThat(storedBytes("cart")).as("another nonce each time").isNotEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource(UnreadableValue.class)
    void everyChangedByteIsAFailureAndNeverAnAbsentValue(UnreadableValue policy) {
        String cookie = create(NEW, "apple");
        byte[] genuine = storedBytes("cart");
        for (int i = 0; i < genuine.length; i++) {
            for (int mask : new int[] {1, 2, 3, 0x80}) {
                byte[] changed = genuine.clone();
                changed[i] ^= (byte) mask;
                storeBytes("cart", changed);
                assertFails(NEW, policy, cookie, null);
            }
        }
        for (int length = 0; length < genuine.length; length++) {
            storeBytes("cart", Arrays.copyOf(genuine, length));
            assertFails(NEW, policy, cookie, null);
        }
        storeBytes("cart", genuine);
        assertThat(with(NEW, policy).open(cookie).get(CART)).isEqualTo("apple");
    }

    @Test
    void aValueMovedToAnotherKeyIsRefused() {
        String cookie = create(NEW, "apple");
        write(NEW, cookie, NOTE, "sour");
        byte[] cart = storedBytes("cart");

        storeBytes("cart", storedBytes("note"));
        assertFails(NEW, UnreadableValue.DROP, cookie, Reason.NOT_GENUINE);

        storeBytes("cart", cart);
        assertThat(with(NEW).open(cookie).get(CART)).isEqualTo("apple");
    }

    @Test
    void aValueMovedToAnotherSessionIsRefused() {
        create(NEW, "apple");
        byte[] foreign = storedBytes("cart");
        String cookie = create(NEW, "pear");

        storeBytes("cart", foreign);

        assertFails(NEW, UnreadableValue.DROP, cookie, Reason.NOT_GENUINE);
    }

    @Test
    void aValueOfAnotherNamespaceIsRefusedUnderTheSameKeys() {
        String cookie = create(SessionEncryption.create("admin", SealKeys.of("new", NEW_KEY)), "apple");

        assertFails(NEW, UnreadableValue.KEEP, cookie, Reason.NOT_GENUINE);
    }

    @Test
    void keysAreReplacedWhileSessionsLive() {
        String cookie = create(OLD, "apple");
        assertFails(NEW, UnreadableValue.DROP, cookie, Reason.KEY_UNKNOWN);

        assertThat(with(BOTH).open(cookie).get(CART)).isEqualTo("apple");
        assertThat(new String(storedBytes("cart"), UTF_8)).contains("old");

        write(BOTH, cookie, CART, "apple");
        assertThat(new String(storedBytes("cart"), UTF_8)).contains("new");
        assertThat(with(NEW).open(cookie).get(CART)).isEqualTo("apple");
    }

    @Test
    void aKeyOfTheSameIdButOtherBytesIsAForgery() {
        String cookie = create(NEW, "apple");

        assertFails(
                SessionEncryption.create("shop", SealKeys.of("new", OLD_KEY)),
                UnreadableValue.DROP,
                cookie,
                Reason.NOT_GENUINE);
    }

    @ParameterizedTest
    @EnumSource(UnreadableValue.class)
    void plainValuesAreRefusedUnlessAllowed(UnreadableValue policy) {
        String cookie = create(null, "apple");

        assertFails(NEW, policy, cookie, Reason.PLAIN);
        assertThat(events).noneMatch(SessionEvent.PlainValueRead.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(UnreadableValue.class)
    void encryptedValuesWithoutKeysAreAFailure(UnreadableValue policy) {
        String cookie = create(NEW, "apple");

        assertFails(null, policy, cookie, Reason.NO_KEYS);
    }

    @Test
    void encryptionIsTurnedOnInTwoDeploysAndClosedByAThird() {
        String cookie = create(null, "apple");
        SessionEncryption first = NEW.unsafeWritingPlain();
        SessionEncryption second = NEW.unsafeReadingPlain();

        write(first, cookie, CART, "pear");
        assertThat(with(null).open(cookie).get(CART)).as("not yet encrypted").isEqualTo("pear");
        assertThat(with(second).open(cookie).get(CART)).isEqualTo("pear");
        assertThat(events).contains(new SessionEvent.PlainValueRead(id(), "cart"));

        write(second, cookie, CART, "pear");
        assertThat(new String(storedBytes("cart"), UTF_8)).doesNotContain("pear");
        assertThat(with(first).open(cookie).get(CART)).isEqualTo("pear");
        write(first, cookie, CART, "pear");
        assertThat(new String(storedBytes("cart"), UTF_8)).as("not undone").doesNotContain("pear");
        assertThat(with(NEW).open(cookie).get(CART)).isEqualTo("pear");

        byte[] forged = storedBytes("cart");
        forged[forged.length - 1] ^= 1;
        storeBytes("cart", forged);
        assertFails(second, UnreadableValue.DROP, cookie, Reason.NOT_GENUINE);
        assertFails(first, UnreadableValue.DROP, cookie, Reason.NOT_GENUINE);
    }

    @Test
    void whatCannotBeDecryptedCanBeReplacedAndRemoved() {
        String cookie = create(OLD, "apple");

        try (Session session = with(NEW).open(cookie)) {
            assertThatThrownBy(() -> session.update(CART, cart -> cart + "s"))
                    .isInstanceOf(SessionDecryptionException.class);
            session.set(CART, "pear");
            session.commit();
        }
        assertThat(with(NEW).open(cookie).get(CART)).isEqualTo("pear");
        try (Session session = with(OLD).open(cookie)) {
            session.remove(CART);
            session.commit();
        }
        assertThat(with(NEW).open(cookie).find(CART)).isEmpty();
    }

    @Test
    void anUnreadableValueThatIsGenuineFollowsThePolicy() {
        String cookie = create(NEW, "apple");
        write(NEW, cookie, SessionKey.of("count", TEXT), "twelve");

        assertThatThrownBy(() -> with(NEW).open(cookie).get(COUNT)).isInstanceOf(CodecException.class);
        assertThat(with(NEW, UnreadableValue.DROP).open(cookie).find(COUNT)).isEmpty();
    }

    @Test
    void aValueThatIsStoredAlreadyIsNotWritten() {
        String cookie = create(NEW, "apple");
        try (Session session = with(NEW).open(cookie)) {
            session.set(CART, "apple");
            assertThat(session.tryCommit().status()).isEqualTo(Status.UNCHANGED);
        }
    }

    @Test
    void anUpdateThatMeetsAnotherIsAppliedToTheDecryptedValue() {
        String cookie = create(NEW, "apple");
        try (Session slow = with(NEW).open(cookie)) {
            slow.update(COUNT, n -> n + 1);
            try (Session quick = with(BOTH).open(cookie)) {
                quick.update(COUNT, n -> n + 10);
                quick.commit();
            }
            slow.commit();
        }
        assertThat(with(NEW).open(cookie).get(COUNT)).isEqualTo(11);
    }

    @Test
    void sizesCountAsStored() {
        int overhead = 1 + 3 + 12 + 16;
        Sessions sessions = Sessions.builder(store)
                .encryption(NEW)
                .maxValueBytes(10 + overhead)
                .build();
        Session session = sessions.open(null);
        session.set(CART, "x".repeat(10));
        session.commit();

        session.set(CART, "x".repeat(11));
        assertThatThrownBy(session::commit)
                .isInstanceOfSatisfying(
                        LimitExceededException.class, e -> assertThat(e.limit()).isEqualTo("maxValueBytes"));
        assertThat(store.calls()).containsExactly("commit");

        int whole = "cart".length() + 1 + overhead + 10;
        Session exact = Sessions.builder(store)
                .encryption(NEW)
                .maxSessionBytes(whole)
                .build()
                .open(null);
        exact.set(CART, "x".repeat(11));
        assertThatThrownBy(exact::commit)
                .isInstanceOfSatisfying(
                        LimitExceededException.class, e -> assertThat(e.limit()).isEqualTo("maxSessionBytes"));
        exact.set(CART, "x".repeat(10));
        assertThat(exact.commit()).isPresent();
    }

    @Test
    void noTwoWritesShareANonce() {
        String cookie = create(NEW, "start");
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            write(NEW, cookie, CART, "value " + i % 2);
            nonces.add(Arrays.toString(Arrays.copyOfRange(storedBytes("cart"), 5, 17)));
        }
        assertThat(nonces).hasSize(300);
    }

    @Test
    void nothingShowsAKeyOrAValue() {
        String cookie = create(OLD, "apple");

        assertThat(BOTH)
                .hasToString("SessionEncryption[ValueSealer[session values of shop, SealKeys[new, old]], plain values"
                        + " REFUSED]");
        assertThatThrownBy(() -> with(NEW).open(cookie).get(CART))
                .hasMessageContaining("cart")
                .hasMessageNotContaining("apple");
        assertThatThrownBy(() -> SessionEncryption.create("a b", SealKeys.of("new", NEW_KEY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a b");
    }

    private Sessions with(@Nullable SessionEncryption encryption) {
        return with(encryption, UnreadableValue.FAIL);
    }

    private Sessions with(@Nullable SessionEncryption encryption, UnreadableValue policy) {
        SessionsBuilder builder = Sessions.builder(store).unreadable(policy).listener(events::add);
        return (encryption == null ? builder : builder.encryption(encryption)).build();
    }

    private String create(@Nullable SessionEncryption encryption, String cart) {
        try (Session session = with(encryption).open(null)) {
            session.set(CART, cart);
            return cookie(session.commit());
        }
    }

    private <T> void write(SessionEncryption encryption, String cookie, SessionKey<T> key, T value) {
        try (Session session = with(encryption).open(cookie)) {
            session.set(key, value);
            session.commit();
        }
    }

    /** Reading must throw, say so once, and leave the bytes where they are. */
    private void assertFails(
            @Nullable SessionEncryption encryption, UnreadableValue policy, String cookie, @Nullable Reason reason) {
        events.clear();
        byte[] before = storedBytes("cart");
        try (Session session = with(encryption, policy).open(cookie)) {
            assertThatThrownBy(() -> session.find(CART)).isInstanceOfSatisfying(SessionDecryptionException.class, e -> {
                assertThat(reason == null || e.reason() == reason)
                        .as("%s", e.reason())
                        .isTrue();
                assertThat(e.httpStatus()).isEqualTo(500);
            });
            session.set(COUNT, 1);
            session.set(COUNT, 2);
            session.commit();
        }
        assertThat(events)
                .filteredOn(SessionEvent.ValueNotDecrypted.class::isInstance)
                .hasSize(1);
        assertThat(storedBytes("cart")).isEqualTo(before);
    }

    private String id() {
        return store.lastCommit().id();
    }

    private byte[] storedBytes(String name) {
        CommitRequest last = store.lastCommit();
        LoadRequest request = new LoadRequest(last.id(), last.secret(), Duration.ofMinutes(1), Duration.ofHours(1));
        return Objects.requireNonNull(store.load(request).session().fields().get(name))
                .bytes();
    }

    /** Writes as a stranger in the store could, to the session last written. */
    private void storeBytes(String name, byte[] bytes) {
        CommitRequest like = store.lastCommit();
        store.commit(CommitRequest.update(
                        like.id(), like.secret(), like.writeId() + 1, Long.MAX_VALUE, like.timeouts(), like.limits())
                .withChanges(List.of(FieldChange.set(name, bytes))));
    }
}
