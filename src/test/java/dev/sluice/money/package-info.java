@NullMarked
package dev.sluice.money;

import org.jspecify.annotations.NullMarked;
