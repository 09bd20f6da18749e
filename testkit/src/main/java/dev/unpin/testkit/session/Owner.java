package dev.unpin.testkit.session;

import dev.unpin.session.OwnedSession;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import dev.unpin.session.SessionsBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Somebody with several devices. */
final class Owner {
    static final String NAME = "user-42";

    private Owner() {}

    static SessionsBuilder builder(OwnerStoreFixture driver) {
        return Sessions.builder(driver.store()).owners(driver.owners());
    }

    static Sessions sessions(OwnerStoreFixture driver) {
        return builder(driver).build();
    }

    /** A new device, signed in. */
    static Browser device(Sessions sessions, String label) {
        Browser browser = Browser.fresh();
        browser.visit(sessions, session -> session.signIn(NAME, label));
        return browser;
    }

    static List<Browser> devices(Sessions sessions, int count) {
        List<Browser> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            devices.add(device(sessions, "device " + i));
        }
        return devices;
    }

    static boolean isIn(Browser device, Sessions sessions) {
        return device.read(sessions, Session::owner).equals(Optional.of(NAME));
    }

    /** The sessions of those devices that are signed in. */
    static Set<String> alive(Collection<Browser> devices, Sessions sessions) {
        return devices.stream()
                .filter(device -> isIn(device, sessions))
                .map(device -> device.read(sessions, Session::id))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> listed(Sessions sessions) {
        return sessions.ownedBy(NAME).stream().map(OwnedSession::id).collect(Collectors.toCollection(TreeSet::new));
    }

    static List<String> labels(Sessions sessions) {
        return sessions.ownedBy(NAME).stream().map(OwnedSession::label).toList();
    }
}
