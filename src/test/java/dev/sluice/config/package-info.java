/** Tests of the configuration toolkit: text in, records or problems out. */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
