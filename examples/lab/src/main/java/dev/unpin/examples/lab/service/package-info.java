/** The service under test: one binary, whose state lies in a shared store or in the instance. */
@NullMarked
package dev.unpin.examples.lab.service;

import org.jspecify.annotations.NullMarked;
