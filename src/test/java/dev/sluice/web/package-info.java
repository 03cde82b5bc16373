/** The page in a real browser, before a real gateway over a real, scripted model. */
@NullMarked
package dev.sluice.web;

import org.jspecify.annotations.NullMarked;
