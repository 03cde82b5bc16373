/** What tests of every room share. */
@NullMarked
package dev.sluice.testing;

import org.jspecify.annotations.NullMarked;
