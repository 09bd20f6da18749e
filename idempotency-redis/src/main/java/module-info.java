/** Idempotency keys in Redis or Valkey. */
module dev.unpin.idempotency.redis {
    requires transitive dev.unpin.core;
    requires transitive dev.unpin.redis;
    requires static org.jspecify;

    exports dev.unpin.idempotency.redis;
}
