/** The agent loop: turns of model calls and tool calls until a final stop reason. */
@NullMarked
package dev.sluice.agent;

import org.jspecify.annotations.NullMarked;
