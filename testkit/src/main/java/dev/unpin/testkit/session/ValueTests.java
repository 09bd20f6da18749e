package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.StoredField;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What comes out is what went in. */
interface ValueTests extends SessionStoreFixture {
    @Test
    default void everyByteSurvives() {
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }

        assertSurvives(allBytes);
    }

    @Test
    default void anEmptyValueIsNotAnAbsentOne() {
        Probe session = Probe.stored(store(), FieldChange.set("empty", new byte[0]));

        assertArrayEquals(new byte[0], session.field("empty").bytes());
        session.refuse(
                CommitReply.Status.CONFLICT,
                session.update(set("empty", "no longer").ifVersion(FieldChange.ABSENT)));
    }

    @Test
    default void aLargeValueSurvives() {
        byte[] large = new byte[120 * 1024];
        new Random(42).nextBytes(large);

        assertSurvives(large);
    }

    @Test
    default void valuesThatLookLikeTheProtocolSurvive() {
        for (String hostile :
                List.of("$-1\r\n", "*2\r\n$4\r\nQUIT\r\n", "nil", "false", "0", "-1", "1e400", "]]", "'", "\"\0")) {
            Probe session = Probe.stored(store(), set("a", hostile), set("b", "2"));

            assertEquals(Map.of("a", hostile, "b", "2"), session.texts());
        }
    }

    @Test
    default void aConflictShowsEveryByteToo() {
        byte[] bytes = {0, (byte) 0xff, '\r', '\n', 0};
        Probe session = Probe.stored(store(), FieldChange.set("v", bytes));

        CommitReply reply = session.refuse(
                CommitReply.Status.CONFLICT, session.update(set("v", "x").ifVersion(FieldChange.ABSENT)));

        StoredField there = reply.conflicts().values().iterator().next().orElseThrow();
        assertArrayEquals(bytes, there.bytes());
    }

    @Test
    default void everyLegalNameSurvives() {
        Map<String, String> fields = new TreeMap<>();
        for (String name : List.of(
                "a",
                "Z",
                "0",
                "cart.v2",
                "a-b_c.d",
                "v",
                "t",
                "x",
                "id",
                "owner",
                "version",
                "secret",
                "created",
                "nil",
                "1",
                "01",
                "1.0",
                "1e3",
                "n".repeat(64))) {
            fields.put(name, "value of " + name);
        }
        FieldChange[] changes = fields.entrySet().stream()
                .map(field -> set(field.getKey(), field.getValue()))
                .toArray(FieldChange[]::new);

        Probe session = Probe.stored(store(), changes);

        assertEquals(fields, session.texts());
        assertNull(session.found().owner());
    }

    @Test
    default void manyFieldsSurvive() {
        FieldChange[] changes = new FieldChange[Probe.LIMITS.maxKeys()];
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < changes.length; i++) {
            changes[i] = set("key-" + i, "" + i);
            expected.put("key-" + i, "" + i);
        }

        assertEquals(expected, Probe.stored(store(), changes).texts());
    }

    @Test
    default void everyOwnerSurvives() {
        for (String owner : List.of(
                "user-42",
                "Zoë Ångström",
                "用户四十二",
                "\uD83E\uDD95",
                "a b:c{d}|e",
                "0",
                "~",
                "x".repeat(256),
                "\uD83E\uDD95".repeat(128))) {
            Probe session = Probe.unstored(store());
            session.save(session.creation().withOwner(owner));

            assertEquals(owner, session.found().owner());
        }
    }

    @Test
    default void theOwnerStaysUntilAnotherSignsIn() {
        Probe session = Probe.unstored(store());
        session.save(session.creation().withOwner("user-42"));

        session.save(set("cart", "apple"));
        assertEquals("user-42", session.found().owner());

        session.save(session.update().withOwner("user-43"));
        assertEquals("user-43", session.found().owner());
    }

    private void assertSurvives(byte[] value) {
        Probe session = Probe.stored(store(), FieldChange.set("created", value));
        session.save(FieldChange.set("later", value));

        assertArrayEquals(value, session.field("created").bytes());
        assertArrayEquals(value, session.field("later").bytes());
    }
}
