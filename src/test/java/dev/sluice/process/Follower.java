package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Sse;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A reader who wants all of a run: follows it, and when the stream is cut comes back with the last
 * id that it has, until {@code done}. Blocks its thread.
 */
final class Follower implements Callable<Reading> {
  private static final int MOST_CUTS = 1000;

  private final RealGateway gateway;
  private final Facts facts;
  private final String run;
  private final Reading reading;

  Follower(RealGateway gateway, Facts facts, String run) {
    this.gateway = gateway;
    this.facts = facts;
    this.run = run;
    this.reading = new Reading(run);
  }

  @Override
  public Reading call() {
    return goOn(Optional.empty());
  }

  /** Reads what is left of a stream first. */
  Reading goOn(Optional<Sse> begun) {
    begun.ifPresent(this::drain);
    for (int cut = 0; !reading.isDone(); cut++) {
      assertThat(cut).as("cuts of the stream of %s", run).isLessThan(MOST_CUTS);
      try (Sse stream = Api.follow(gateway.url(), run, reading.lastId())) {
        assertThat(stream.status()).as("the stream of %s", run).isEqualTo(200);
        drain(stream);
      } catch (UncheckedIOException killed) {
        // There will be another one.
      }
    }
    return reading;
  }

  private void drain(Sse stream) {
    for (var event = stream.next(); event.isPresent(); event = stream.next()) {
      reading.add(event.get());
      tell(event.get().name());
    }
  }

  private void tell(String name) {
    switch (name) {
      case "token", "thinking" -> facts.saw(Facts.Kind.TEXT);
      case "tool_end", "usage" -> facts.saw(Facts.Kind.STEP_ENDED);
      case "done" -> facts.saw(Facts.Kind.DONE);
      default -> {}
    }
  }
}
