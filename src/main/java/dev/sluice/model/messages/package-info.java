/**
 * The Messages API over HTTP: one call is one streaming request, read with back-pressure, four
 * clocks and a cancel that closes the upstream connection. The codecs are pure; only {@link
 * dev.sluice.model.messages.MessagesClient} and its call touch the network.
 */
@NullMarked
package dev.sluice.model.messages;

import org.jspecify.annotations.NullMarked;
