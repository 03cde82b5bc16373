/** The one Jackson configuration of the house, with its limits against hostile input. */
@NullMarked
package dev.sluice.json;

import org.jspecify.annotations.NullMarked;
