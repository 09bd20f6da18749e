@NullMarked
package dev.unpin.s3.embedded;

import org.jspecify.annotations.NullMarked;
