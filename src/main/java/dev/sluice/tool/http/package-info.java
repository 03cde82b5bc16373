/** Tools declared in configuration: each call is one bounded HTTP request to a fixed address. */
@NullMarked
package dev.sluice.tool.http;

import org.jspecify.annotations.NullMarked;
