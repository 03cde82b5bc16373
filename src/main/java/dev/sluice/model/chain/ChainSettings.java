package dev.sluice.model.chain;

import dev.sluice.limit.Priority;
import java.time.Duration;

/**
 * @param interactivePatience the longest wait in line while a person waits
 * @param backgroundPatience the same while nobody does
 * @param leastTime no attempt begins with less time left before the deadline
 * @param drillShare part of the runs that begin with the first fallback, 0 to 1
 */
public record ChainSettings(
    Duration interactivePatience,
    Duration backgroundPatience,
    Duration leastTime,
    double drillShare) {

  Duration patience(Priority priority) {
    return switch (priority) {
      case INTERACTIVE -> interactivePatience;
      case BACKGROUND -> backgroundPatience;
    };
  }
}
