/**
 * The drill: the same questions to the primary model and to each fallback, scored by the same
 * checks, so that a fallback is known to be good before it is needed. It keeps nothing.
 */
@NullMarked
package dev.sluice.drill;

import org.jspecify.annotations.NullMarked;
