package dev.unpin.examples.shop;

import java.util.concurrent.Callable;

/**
 * One promise that is put to the test.
 *
 * @param title what is done
 * @param test does it, and says what was seen; throws a {@link BrokenPromise} if that is not as promised
 */
record Step(String title, Callable<String> test) {}
