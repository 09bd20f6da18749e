package dev.unpin.testkit.session;

import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import java.util.Optional;

/** Two requests of one browser on two instances, both of which have read the session before either writes. */
final class Race {
    private final Sessions here;
    private final Sessions there;
    private final Browser browser;
    private final Session one;
    private final Session other;

    Race(SessionStoreFixture driver) {
        this(
                Sessions.builder(driver.store()).build(),
                Sessions.builder(driver.store()).build());
    }

    private Race(Sessions here, Sessions there) {
        this(here, there, Browser.withSession(here));
    }

    private Race(Sessions here, Sessions there, Browser browser) {
        this.here = here;
        this.there = there;
        this.browser = browser;
        one = browser.open(here);
        other = browser.open(there);
        one.id();
        other.id();
    }

    /** The request that commits first. */
    Session one() {
        return one;
    }

    /** The request that commits second. */
    Session other() {
        return other;
    }

    void finish() {
        browser.finish(one);
        browser.finish(other);
    }

    /** Two more requests of the same browser. */
    Race again() {
        return new Race(here, there, browser);
    }

    <T> T read(SessionKey<T> key) {
        return browser.get(there, key);
    }

    <T> Optional<T> find(SessionKey<T> key) {
        return browser.read(here, session -> session.find(key));
    }
}
