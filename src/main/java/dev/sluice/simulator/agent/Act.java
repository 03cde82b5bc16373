package dev.sluice.simulator.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One thing that the small agent does in a reply. */
public sealed interface Act {
  record Say(String markdown) implements Act {}

  record Think(String text) implements Act {}

  record Use(String tool, ObjectNode input) implements Act {}
}
