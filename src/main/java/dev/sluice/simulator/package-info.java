/**
 * A Messages API to play against: a real HTTP server on the loopback interface that speaks the wire
 * format faithfully, follows a script or answers as a small agent, counts tokens and rate limits,
 * keeps its own bill, and remembers every request with what became of it. It promises the same
 * answer to the same request, no delay that the pace does not ask for, and that a caller who leaves
 * is noticed at once.
 */
@NullMarked
package dev.sluice.simulator;

import org.jspecify.annotations.NullMarked;
