/**
 * The Messages API as pure data: what a request says, whether the API would accept it, how many
 * tokens it costs, what the prompt cache makes of it, and how replies and errors are spelled.
 * Nothing here knows a socket, a thread or the wall clock; equal input gives equal output.
 */
@NullMarked
package dev.sluice.simulator.wire;

import org.jspecify.annotations.NullMarked;
