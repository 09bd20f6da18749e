/** Records and locks in Redis or Valkey. */
module dev.unpin.concurrency.redis {
    requires transitive dev.unpin.core;
    requires transitive dev.unpin.redis;
    requires static org.jspecify;

    exports dev.unpin.concurrency.redis;
}
