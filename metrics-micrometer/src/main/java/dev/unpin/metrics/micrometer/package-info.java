/**
 * What stores and sessions do, as meters of Micrometer: {@link dev.unpin.metrics.micrometer.StoreMetrics} and
 * {@link dev.unpin.metrics.micrometer.SessionMetrics}. No tag ever holds an id, a key or an owner.
 */
@NullMarked
package dev.unpin.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
