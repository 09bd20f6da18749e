/**
 * Several instances and one thing: {@linkplain dev.unpin.concurrency.Records records} that lose no update, and
 * {@linkplain dev.unpin.concurrency.Locks locks} with fences.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin.concurrency;

import org.jspecify.annotations.NullMarked;
