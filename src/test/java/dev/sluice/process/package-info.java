/**
 * Tests that start the packaged product as the processes that people run, kill them, and look from
 * outside only: what they print, what they serve, what they leave on disk.
 */
@NullMarked
package dev.sluice.process;

import org.jspecify.annotations.NullMarked;
