/**
 * The gateway as the outside treats it: readers who leave at any byte and come back, callers who
 * send rubbish, and a model that breaks off. Everything here goes over real sockets to the whole
 * gateway; what must come out is compared with what the store holds.
 */
@NullMarked
package dev.sluice.resume;

import org.jspecify.annotations.NullMarked;
