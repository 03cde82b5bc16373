/**
 * Measurements of what every event of every stream passes through: nanoseconds and bytes of garbage
 * per event. Run by {@code bin/jmh}; no part of the product, and nothing here is a test.
 */
@NullMarked
package dev.sluice.jmh;

import org.jspecify.annotations.NullMarked;
