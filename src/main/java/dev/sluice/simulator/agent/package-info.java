/**
 * The small agent that answers when no script says otherwise, and the services behind its tools. It
 * judges a request by its last user text, uses only tools that the request offers, and always does
 * the same for the same request.
 */
@NullMarked
package dev.sluice.simulator.agent;

import org.jspecify.annotations.NullMarked;
