/**
 * The benchmarks behind {@code bin/bench}: a load generator that starts the simulator, nginx and
 * the packaged product as processes of their own, asks all three the same in turn, and prints what
 * Sluice adds. Nothing here is a test; figures are compared, never asserted.
 */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
