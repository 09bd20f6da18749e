/**
 * Blobs (files, pictures, receipts) that live in a shared store, so that any instance takes an upload and any other
 * serves it.
 *
 * <p>Start at {@link dev.unpin.blob.Blobs}.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin.blob;

import org.jspecify.annotations.NullMarked;
