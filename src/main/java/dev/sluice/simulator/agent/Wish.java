package dev.sluice.simulator.agent;

/**
 * A use of a tool that the text asks for.
 *
 * @param field the usual name of the one input field; empty for a tool without input
 */
record Wish(String tool, String field, String value) {}
