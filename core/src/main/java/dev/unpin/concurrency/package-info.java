/**
 * Several instances and one thing: {@linkplain dev.unpin.concurrency.Records records} that lose no update.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin.concurrency;

import org.jspecify.annotations.NullMarked;
