/** What every driver promises, as JUnit tests for those who write drivers, and a clock for those who test services. */
module dev.unpin.testkit {
    requires transitive dev.unpin.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports dev.unpin.testkit;
    exports dev.unpin.testkit.blob;
    exports dev.unpin.testkit.concurrency;
    exports dev.unpin.testkit.history;
    exports dev.unpin.testkit.idempotency;
    exports dev.unpin.testkit.session;
    exports dev.unpin.testkit.stateless;
    exports dev.unpin.testkit.token;

    // The tests stand in package-private interfaces behind the public contract; JUnit finds and calls them there.
    opens dev.unpin.testkit.blob to
            org.junit.platform.commons;
    opens dev.unpin.testkit.concurrency to
            org.junit.platform.commons;
    opens dev.unpin.testkit.idempotency to
            org.junit.platform.commons;
    opens dev.unpin.testkit.session to
            org.junit.platform.commons;
    opens dev.unpin.testkit.token to
            org.junit.platform.commons;
}
