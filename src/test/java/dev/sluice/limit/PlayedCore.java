package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Plays steps against a core, keeps count by itself, and looks at every answer. */
final class PlayedCore {
  static final LimiterConfig FEW_PERMITS =
      SomeConfig.perMinute(60, 6_000, 1_000_000).permits(4, 6).config();
  static final LimiterConfig MANY_PERMITS =
      SomeConfig.perMinute(60, 6_000, 1_000_000).permits(1_000, 1_000).config();
  private static final Duration PATIENT = Duration.ofHours(100);
  private static final Duration IMPATIENT = Duration.ofSeconds(10);
  private static final Duration SURELY_HELD = FEW_PERMITS.leaseExpiry().minusMinutes(1);

  final List<Call> calls = new ArrayList<>();
  private final LimiterConfig config;
  private final CoreDesk desk;
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Call> open = new ArrayList<>();
  private Instant closedUntil = Instant.MIN;
  private int arrivals;

  PlayedCore(LimiterConfig config) {
    this.config = config;
    this.desk = new CoreDesk(config);
  }

  /** A ticket in somebody's hand. */
  private record Waiting(
      TicketId ticket, int number, CoreStep.Arrive arrive, Instant deadline, Instant askAt) {
    boolean asks() {
      return arrive.user() < CoreStep.USERS - 1;
    }
  }

  /** A call that went out; its number is that of its arrival. */
  static final class Call {
    private final LeaseId lease;
    private final int number;
    private final CoreStep.Arrive arrive;
    private final Instant at;
    private int requests = 1;
    private int input;

    Call(LeaseId lease, int number, CoreStep.Arrive arrive, Instant at) {
      this.lease = lease;
      this.number = number;
      this.arrive = arrive;
      this.at = at;
      this.input = arrive.input();
    }

    LeaseId lease() {
      return lease;
    }

    int number() {
      return number;
    }

    CoreStep.Arrive arrive() {
      return arrive;
    }

    Instant at() {
      return at;
    }

    int requests() {
      return requests;
    }

    int input() {
      return input;
    }
  }

  void play(CoreStep step) {
    switch (step) {
      case CoreStep.Arrive arrive -> arrive(arrive);
      case CoreStep.Cancel(int index) when !waiting.isEmpty() ->
          desk.core.cancel(waiting.remove(index % waiting.size()).ticket());
      case CoreStep.Settle(int index, var how, double part) when !open.isEmpty() ->
          settle(open.remove(index % open.size()), how, part);
      case CoreStep.Cancel _, CoreStep.Settle _ -> {}
      case CoreStep.Learn(int limit, double left) -> learn(limit, left);
      case CoreStep.Pass(int millis) -> pass(Duration.ofMillis(millis));
    }
    checkPermits();
  }

  private void arrive(CoreStep.Arrive arrive) {
    Duration patience = arrive.patient() ? PATIENT : IMPATIENT;
    Answer answer =
        desk.acquire(
            new CoreDesk.Who(
                "user-" + arrive.user(),
                arrive.background() ? Priority.BACKGROUND : Priority.INTERACTIVE,
                "model-" + arrive.model(),
                arrive.input(),
                1,
                patience));
    on(answer, arrivals++, arrive, now().plus(patience));
  }

  private void on(Answer answer, int number, CoreStep.Arrive arrive, Instant deadline) {
    switch (answer) {
      case Answer.Granted(var lease) -> {
        assertThat(now()).as("not while it is closed").isAfterOrEqualTo(closedUntil);
        assertThat(now()).as("not too late").isBefore(deadline);
        var call = new Call(lease, number, arrive, now());
        calls.add(call);
        open.add(call);
      }
      case Answer.Wait wait -> {
        assertThat(wait.askAgain()).isBetween(Duration.ofMillis(20), Duration.ofSeconds(1));
        waiting.add(
            new Waiting(wait.ticket(), number, arrive, deadline, now().plus(wait.askAgain())));
      }
      case Answer.Rejected rejected ->
          assertThat(arrive.patient()).as("patient, yet rejected: %s", rejected).isFalse();
    }
  }

  void pass(Duration time) {
    Instant until = now().plus(time);
    Optional<Waiting> next = nextToAsk(until);
    while (next.isPresent()) {
      Waiting asking = next.get();
      desk.pass(Duration.between(now(), asking.askAt()));
      waiting.remove(asking);
      on(desk.core.ask(asking.ticket()), asking.number(), asking.arrive(), asking.deadline());
      checkPermits();
      next = nextToAsk(until);
    }
    desk.pass(Duration.between(now(), until));
  }

  private Optional<Waiting> nextToAsk(Instant until) {
    return waiting.stream()
        .filter(Waiting::asks)
        .min(Comparator.comparing(Waiting::askAt))
        .filter(first -> !first.askAt().isAfter(until));
  }

  private void settle(Call call, CoreStep.How how, double part) {
    var usage = new Usage((int) (call.input() * part), 0, 0, 1_000, 1, 0, 0);
    switch (how) {
      case USED -> settle(call, new Settlement.Used(usage), 1, (int) usage.inputTokens());
      case UNKNOWN -> settle(call, new Settlement.Unknown(), 1, call.input());
      case NOT_SENT -> settle(call, new Settlement.NotSent(), 0, 0);
      case REFUSED -> settle(call, new Settlement.Refused(), 1, 0);
      case LIMITED -> limited(call, Optional.of(Duration.ofSeconds(1 + (int) (part * 20))));
      case LIMITED_UNTOLD -> limited(call, Optional.empty());
      case FORGOTTEN -> {}
    }
  }

  private void settle(Call call, Settlement how, int requests, int input) {
    boolean expired = !call.at().plus(SURELY_HELD).isAfter(now());
    call.requests = expired ? 1 : requests;
    call.input = expired ? call.arrive().input() : input;
    desk.core.settle(call.lease(), how);
  }

  /** Only the told length is known here; the core may close it for longer. */
  private void limited(Call call, Optional<Duration> retryAfter) {
    boolean expired = !call.at().plus(SURELY_HELD).isAfter(now());
    settle(call, CoreDesk.limited(retryAfter), 1, 0);
    Instant until = now().plus(retryAfter.orElse(config.firstClosed()));
    closedUntil = expired || until.isBefore(closedUntil) ? closedUntil : until;
  }

  private void learn(int limit, double left) {
    desk.core.learn(
        CoreDesk.KEY,
        new LimitReport(
            said(limit, left),
            said(limit * 100, left),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static Optional<LimitReport.Budget> said(int limit, double left) {
    return Optional.of(
        new LimitReport.Budget(
            OptionalLong.of(limit),
            OptionalLong.of((long) (limit * left)),
            Optional.empty(),
            Optional.empty()));
  }

  private void checkPermits() {
    List<Call> held =
        open.stream().filter(call -> call.at().plus(SURELY_HELD).isAfter(now())).toList();
    long background = held.stream().filter(call -> call.arrive().background()).count();
    assertThat(held).hasSizeLessThanOrEqualTo(config.permitsPerProcess());
    assertThat(background)
        .isLessThanOrEqualTo((long) (config.permitsPerProcess() * config.backgroundShare()));
    for (int i = 0; i < CoreStep.MODELS; i++) {
      int model = i;
      assertThat(held.stream().filter(call -> call.arrive().model() == model))
          .hasSizeLessThanOrEqualTo(config.permitsPerModel());
    }
  }

  /** Nobody new comes, every call ends at once: how long until all who still ask have gone. */
  Duration drain(Duration atMost) {
    Instant begin = now();
    while (waiting.stream().anyMatch(Waiting::asks)) {
      assertThat(now()).as("still waiting: %s", waiting).isBefore(begin.plus(atMost));
      List.copyOf(open).forEach(call -> settle(call, CoreStep.How.USED, 1));
      open.clear();
      pass(Duration.ofSeconds(1));
    }
    List.copyOf(open).forEach(call -> settle(call, CoreStep.How.USED, 1));
    open.clear();
    return Duration.between(begin, now());
  }

  List<BudgetState> states() {
    return desk.core.states();
  }

  private Instant now() {
    return desk.clock.instant();
  }
}
