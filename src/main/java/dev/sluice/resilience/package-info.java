/** What keeps calls alive or ends them in time: deadlines, cancellation. */
@NullMarked
package dev.sluice.resilience;

import org.jspecify.annotations.NullMarked;
