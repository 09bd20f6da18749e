@NullMarked
package dev.unpin.examples.shop.service;

import org.jspecify.annotations.NullMarked;
