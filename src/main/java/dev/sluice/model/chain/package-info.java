/**
 * One turn at the model, whatever it takes: breaker, retries, limiter and call, and other models
 * when one cannot be had. There is no other layer of retries.
 */
@NullMarked
package dev.sluice.model.chain;

import org.jspecify.annotations.NullMarked;
