/** JSON Web Tokens: strict verification, issuing, key rotation. */
module dev.unpin.token.jwt {
    requires transitive dev.unpin.core;
    requires com.auth0.jwt;
    requires com.fasterxml.jackson.core;
    requires com.github.benmanes.caffeine;
    requires java.net.http;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.unpin.token.jwt;
}
