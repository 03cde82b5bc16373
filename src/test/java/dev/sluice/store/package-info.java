/** What tests of every store share: what is stored, a clock to set, and the stores under test. */
@NullMarked
package dev.sluice.store;

import org.jspecify.annotations.NullMarked;
