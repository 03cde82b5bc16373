/** The model as the house sees it: one port, its events, its errors. No wire format here. */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
