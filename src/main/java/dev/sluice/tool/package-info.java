/** Tools: what the model may call, and how a call is validated, bounded and judged. */
@NullMarked
package dev.sluice.tool;

import org.jspecify.annotations.NullMarked;
