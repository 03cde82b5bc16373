package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.id.UserId;
import dev.sluice.model.ResponseHead;
import dev.sluice.simulator.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A core with a clock in the hand, and short words for what one asks of it. */
final class CoreDesk {
  static final BudgetKey KEY = new BudgetKey("anthropic", "sonnet");
  static final String MODEL = "sonnet-5";

  final ManualClock clock = new ManualClock();
  final LimiterCore core;

  CoreDesk(LimiterConfig config) {
    this.core = new LimiterCore(config, clock);
  }

  /** Somebody patient, with a call of one input token and one output token. */
  static Who who(String user) {
    return new Who(user, Priority.INTERACTIVE, MODEL, 1, 1, Duration.ofHours(1));
  }

  /** What somebody asks for. */
  record Who(
      String user, Priority priority, String model, long input, long output, Duration patience) {
    Who background() {
      return new Who(user, Priority.BACKGROUND, model, input, output, patience);
    }

    Who calling(String otherModel) {
      return new Who(user, priority, otherModel, input, output, patience);
    }

    Who taking(long inputTokens, long outputTokens) {
      return new Who(user, priority, model, inputTokens, outputTokens, patience);
    }

    Who patient(Duration atMost) {
      return new Who(user, priority, model, input, output, atMost);
    }
  }

  Answer acquire(Who who) {
    return acquire(KEY, who);
  }

  Answer acquire(BudgetKey key, Who who) {
    return core.acquire(
        new Demand(
            key,
            who.model(),
            new Estimate(who.input(), who.output()),
            who.priority(),
            new UserId(who.user()),
            clock.instant().plus(who.patience())));
  }

  Duration expectedWait(String user) {
    return core.expectedWait(KEY, MODEL, Priority.INTERACTIVE, new UserId(user));
  }

  LeaseId granted(Who who) {
    return lease(acquire(who));
  }

  TicketId waiting(Who who) {
    return wait(acquire(who)).ticket();
  }

  static LeaseId lease(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Granted.class);
    return ((Answer.Granted) answer).lease();
  }

  static Answer.Wait wait(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Wait.class);
    return (Answer.Wait) answer;
  }

  static Answer.Rejected rejected(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Rejected.class);
    return (Answer.Rejected) answer;
  }

  /** How many calls of this kind go out at once until one has to wait. */
  int burst(Who who) {
    int count = 0;
    while (acquire(who) instanceof Answer.Granted) {
      count++;
    }
    return count;
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  /** How long its holder asks in vain, exactly as often as told. */
  Duration waitFor(TicketId ticket) {
    Instant begin = clock.instant();
    Answer answer = core.ask(ticket);
    while (answer instanceof Answer.Wait wait) {
      clock.advance(wait.askAgain());
      answer = core.ask(ticket);
    }
    lease(answer);
    return Duration.between(begin, clock.instant());
  }

  static Settlement limited(Duration retryAfter) {
    return limited(Optional.of(retryAfter));
  }

  static Settlement limited(Optional<Duration> retryAfter) {
    return new Settlement.RateLimited(
        new ResponseHead(429, Optional.empty(), Map.of()), retryAfter);
  }

  BudgetState state(String kind) {
    return state(KEY, kind);
  }

  BudgetState state(BudgetKey key, String kind) {
    return core.states().stream()
        .filter(state -> state.key().equals(key) && state.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
