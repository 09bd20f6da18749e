/**
 * An S3 server for tests and demos: {@link dev.unpin.s3.embedded.EmbeddedS3}.
 *
 * <p><strong>Tests and demos only.</strong> Everything is kept in memory, and the server listens on 127.0.0.1 only.
 */
@NullMarked
package dev.unpin.s3.embedded;

import org.jspecify.annotations.NullMarked;
