@NullMarked
package dev.sluice.run;

import org.jspecify.annotations.NullMarked;
