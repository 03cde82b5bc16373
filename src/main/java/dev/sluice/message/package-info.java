/** What is said: messages as raw content blocks, and the tokens they cost. */
@NullMarked
package dev.sluice.message;

import org.jspecify.annotations.NullMarked;
