/** What instances share about tokens, in Redis or Valkey. */
module dev.unpin.token.redis {
    requires transitive dev.unpin.core;
    requires transitive dev.unpin.redis;
    requires static org.jspecify;

    exports dev.unpin.token.redis;
}
