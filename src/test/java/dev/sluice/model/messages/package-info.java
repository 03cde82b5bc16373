/** The client against raw bytes: pure codecs by fixtures, the client by scripted sockets. */
@NullMarked
package dev.sluice.model.messages;

import org.jspecify.annotations.NullMarked;
