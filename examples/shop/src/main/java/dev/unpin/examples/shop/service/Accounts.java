package dev.unpin.examples.shop.service;

import dev.unpin.http.HttpAnswer;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in and out, here and on other devices. */
final class Accounts {
    private static final int LONGEST_NAME = 40;
    private static final Map<String, String> BROWSERS =
            Map.of("Firefox", "Firefox", "Edg", "Edge", "OPR", "Opera", "Chrome", "Chrome", "Safari", "Safari");
    private static final List<String> BROWSERS_BY_BOAST = List.of("Firefox", "Edg", "OPR", "Chrome", "Safari");
    private static final List<String> SYSTEMS = List.of("iPhone", "iPad", "Android", "Windows", "Mac", "Linux");

    private final Sessions sessions;

    Accounts(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Signs in by a name, or says why not. */
    Optional<String> signIn(Session session, String name, @Nullable String userAgent) {
        if (!acceptable(name)) {
            return Optional.of("Please give a name of 1 to 40 characters.");
        }
        if (session.owner().isEmpty()) {
            session.signIn(name, label(userAgent == null ? "" : userAgent));
        }
        return Optional.empty();
    }

    static boolean acceptable(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    /** Shows where the visitor is signed in. */
    String devices(Session session, String owner, DevicePage page, Pages.Visitor visitor) {
        return page.html(visitor, sessions.ownedBy(owner), session.id());
    }

    HttpAnswer signOut(Session session) {
        session.signOut();
        return Replies.seeOther("/");
    }

    /** Signs out one of the visitor's devices; what is another's stays. */
    HttpAnswer signOutDevice(Session session, String id) {
        session.owner().ifPresent(owner -> sessions.signOut(owner, id));
        return Replies.seeOther("/devices");
    }

    /** Signs the visitor out wherever they are, and takes this browser's cookie back. */
    HttpAnswer signOutEverywhere(Session session) {
        session.owner().ifPresent(sessions::signOutEverywhere);
        session.signOut();
        return Replies.seeOther("/");
    }

    /** What people call a browser, as far as it says what it is. (Most say that they are several.) */
    static String label(String userAgent) {
        String browser = BROWSERS_BY_BOAST.stream()
                .filter(userAgent::contains)
                .findFirst()
                .map(BROWSERS::get)
                .orElse("Something");
        return SYSTEMS.stream()
                .filter(userAgent::contains)
                .findFirst()
                .map(system -> browser + " on " + system)
                .orElse(browser);
    }
}
