@NullMarked
package dev.unpin.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
