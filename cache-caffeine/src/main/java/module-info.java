/** Near caches: copies of what a shared store holds, bounded in age and memory. */
module dev.unpin.cache.caffeine {
    requires transitive dev.unpin.core;
    requires com.github.benmanes.caffeine;
    requires static transitive org.jspecify;

    exports dev.unpin.idempotency.caffeine;
    exports dev.unpin.session.caffeine;
}
