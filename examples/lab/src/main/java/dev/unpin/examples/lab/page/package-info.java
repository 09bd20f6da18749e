/** The live page and the report. */
@NullMarked
package dev.unpin.examples.lab.page;

import org.jspecify.annotations.NullMarked;
