package dev.unpin.examples.shop;

import java.util.List;

/** Steps that belong together. Each goes on from the one before. */
interface Chapter {
    List<Step> steps();
}
