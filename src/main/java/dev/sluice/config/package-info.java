/**
 * Turns a YAML file and the environment into one immutable tree of records, or says everything that
 * is wrong with them at once. Keys are the record components in snake_case, a key that is absent
 * keeps the value of the defaults, every problem names its path and its line, and what a {@link
 * dev.sluice.config.Secret} holds reaches neither a message nor a dump. The room knows no other
 * room: each declares its own configuration record with the annotations found here.
 */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
