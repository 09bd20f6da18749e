/** What stores and sessions do, as meters of Micrometer. */
module dev.unpin.metrics.micrometer {
    requires transitive dev.unpin.core;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports dev.unpin.metrics.micrometer;
}
