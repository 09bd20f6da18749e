/** Unpin on the HTTP server of the JDK: sessions, errors as problem details, health, drain. */
module dev.unpin.web.jdk {
    requires static transitive org.jspecify;
    requires transitive dev.unpin.core;
    requires transitive jdk.httpserver;
    requires org.slf4j;

    exports dev.unpin.web.jdk;
}
