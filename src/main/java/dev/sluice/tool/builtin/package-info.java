/** The tools that come with the gateway: arithmetic, the clock, notes, and a guarded web reader. */
@NullMarked
package dev.sluice.tool.builtin;

import org.jspecify.annotations.NullMarked;
