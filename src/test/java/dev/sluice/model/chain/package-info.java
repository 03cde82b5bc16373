@NullMarked
package dev.sluice.model.chain;

import org.jspecify.annotations.NullMarked;
