package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.session.spi.SessionRecord;
import java.util.Map;
import java.util.TreeMap;

/** All that a store shows of a session at one moment, in a form that can be compared. */
record Snapshot(SessionRecord session, Map<String, String> fields) {
    static Snapshot of(Probe probe) {
        SessionRecord session = probe.found();
        Map<String, String> fields = new TreeMap<>(Probe.texts(session));
        session.fields().forEach((name, field) -> fields.merge(name, "@" + field.version(), String::concat));
        return new Snapshot(session, fields);
    }

    /** Nothing has changed since: no field, no version, no owner, no deadline. */
    void assertUnchanged(Probe probe) {
        Snapshot now = of(probe);
        assertEquals(fields, now.fields);
        assertEquals(session.version(), now.session.version(), "version");
        assertEquals(session.created(), now.session.created(), "created");
        assertEquals(session.idleDeadline(), now.session.idleDeadline(), "idle deadline");
        assertEquals(session.absoluteDeadline(), now.session.absoluteDeadline(), "absolute deadline");
        assertEquals(session.owner(), now.session.owner(), "owner");
    }
}
