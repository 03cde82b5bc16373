package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.wire.Usage;
import java.time.Duration;
import java.util.function.Supplier;

/** One step of a reply as it goes over the wire, with the wait in front of it. */
sealed interface Frame {
  Duration delay();

  /** An event; the usage is what has been generated when it is out. */
  record Event(String name, ObjectNode data, Usage usage, Duration delay) implements Frame {}

  /** An event whose data are made at the moment it is sent. */
  record Late(String name, Supplier<ObjectNode> data, Usage usage, Duration delay)
      implements Frame {
    Event now() {
      return new Event(name, data.get(), usage, delay);
    }
  }

  /** Generation that nobody sees. */
  record Silence(Usage usage, Duration delay) implements Frame {}

  record Raw(String text, Duration delay) implements Frame {}

  /** The last frame; a reply that is not billed was refused before any output. */
  record Finish(Ending ending, boolean billed, Duration delay) implements Frame {}
}
