/**
 * HTTP as values: cookies, answers, problems and the origin check, without a server type. Adapters such as
 * {@code web-jdk} carry these values to a server.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin.http;

import org.jspecify.annotations.NullMarked;
