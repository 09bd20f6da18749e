/** Blobs in S3 and what speaks its language: {@link dev.unpin.blob.s3.S3BlobStore}. */
@NullMarked
package dev.unpin.blob.s3;

import org.jspecify.annotations.NullMarked;
