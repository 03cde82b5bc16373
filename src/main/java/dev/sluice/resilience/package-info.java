/**
 * What keeps calls alive, or ends them in time: retries with their budget, circuit breakers,
 * cancellation. Nothing in here waits or starts a thread; time is told by the caller's clock.
 */
@NullMarked
package dev.sluice.resilience;

import org.jspecify.annotations.NullMarked;
