/** The limiter: its parser and its core by table and property, the rest over a real event bus. */
@NullMarked
package dev.sluice.limit;

import org.jspecify.annotations.NullMarked;
