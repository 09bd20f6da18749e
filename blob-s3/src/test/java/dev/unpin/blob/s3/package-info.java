@NullMarked
package dev.unpin.blob.s3;

import org.jspecify.annotations.NullMarked;
