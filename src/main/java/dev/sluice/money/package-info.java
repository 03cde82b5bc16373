/** Money in integer micro-dollars: prices and costs. */
@NullMarked
package dev.sluice.money;

import org.jspecify.annotations.NullMarked;
