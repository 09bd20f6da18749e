package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What callers were told about one session, and the judge over what became of it: acknowledged updates &lt;= stored
 * updates &lt;= acknowledged and unknown ones, each once, less what a failover may have lost. Thread-safe.
 */
final class SessionLedger {
    /** Whether a failover may lose what is acknowledged to a call that begins now. */
    enum Phase {
        MAY_BE_LOST,
        SAFE
    }

    private final String cookie;
    private final Map<String, Phase> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    SessionLedger(String cookie) {
        this.cookie = cookie;
    }

    String cookie() {
        return cookie;
    }

    void acknowledged(String token, Phase begun) {
        acknowledged.put(token, begun);
    }

    void unknown(String token) {
        unknown.add(token);
    }

    int unknowns() {
        return unknown.size();
    }

    /** Returns how many acknowledged updates the failover has lost, after looking for anything worse. */
    int judge(Sessions sessions) {
        List<String> stored = read(sessions);
        assertThat(stored).as("written twice").doesNotHaveDuplicates();
        Set<String> told = new HashSet<>(acknowledged.keySet());
        told.addAll(unknown);
        assertThat(told).as("written though refused").containsAll(stored);
        List<String> missing = new ArrayList<>(acknowledged.keySet());
        missing.removeAll(stored);
        assertThat(missing)
                .as("acknowledged, and lost without a failover")
                .allMatch(token -> acknowledged.get(token) == Phase.MAY_BE_LOST);
        return missing.size();
    }

    private List<String> read(Sessions sessions) {
        try (Session session = sessions.open(cookie)) {
            return session.get(Tokens.KEY).all();
        }
    }
}
