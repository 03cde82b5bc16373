/** Outages of the model, played over real HTTP: what every run must come to. */
@NullMarked
package dev.sluice.storm;

import org.jspecify.annotations.NullMarked;
