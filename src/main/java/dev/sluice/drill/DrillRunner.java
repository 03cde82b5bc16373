package dev.sluice.drill;

import dev.sluice.agent.AgentLoop;
import dev.sluice.agent.AgentResult;
import dev.sluice.agent.AgentTask;
import dev.sluice.agent.Journal;
import dev.sluice.agent.ThinkingDisplay;
import dev.sluice.conversation.AgentSnapshot;
import dev.sluice.event.DoneStatus;
import dev.sluice.event.RunEvent;
import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.resilience.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks one model everything, by the loop that runs agents, as a person would: each question in a
 * conversation of its own, one after the other. Nothing is kept. Runs on the calling context.
 */
public final class DrillRunner {
  private static final UserId USER = new UserId("drill");

  private final Vertx vertx;
  private final InstantSource clock;
  private final AgentSnapshot agent;
  private final Duration timeout;

  /**
   * @param timeout for one question
   */
  public DrillRunner(Vertx vertx, InstantSource clock, AgentSnapshot agent, Duration timeout) {
    this.vertx = vertx;
    this.clock = clock;
    this.agent = agent;
    this.timeout = timeout;
  }

  /**
   * Never fails because of the model: that is part of the score.
   *
   * @param loop with the model to be scored, and no other
   */
  public Future<DrillScore> score(String target, AgentLoop loop, Map<String, DrillQuestion> asked) {
    var results = new TreeMap<String, DrillScore.Result>();
    Future<Void> done = Future.succeededFuture();
    for (var entry : new TreeMap<>(asked).entrySet()) {
      DrillQuestion question = entry.getValue();
      done =
          done.compose(before -> ask(loop, question))
              .map(
                  answer -> {
                    var checks = DrillCheck.of(question, answer);
                    results.put(entry.getKey(), new DrillScore.Result(answer, checks));
                    return null;
                  });
    }
    return done.map(all -> new DrillScore(target, results));
  }

  private Future<DrillAnswer> ask(AgentLoop loop, DrillQuestion question) {
    var journal = new ArrayList<Journal.Entry>();
    var output = new DrillOutput(clock);
    var cancellation = new Cancellation();
    long timer = vertx.setTimer(timeout.toMillis(), fired -> cancellation.cancel("timeout"));
    return loop.run(
            task(question, cancellation),
            entry -> {
              journal.add(entry);
              return Future.succeededFuture();
            },
            output)
        .onComplete(done -> vertx.cancelTimer(timer))
        .map(result -> answer(result, journal, output));
  }

  private AgentTask task(DrillQuestion question, Cancellation cancellation) {
    return new AgentTask(
        RunId.random(),
        ConversationId.random(),
        USER,
        agent,
        agent.model(),
        ThinkingDisplay.valueOf(agent.thinking()).forRun(true),
        List.of(),
        Message.user(List.of(Block.text(question.prompt()))),
        List.of(),
        Set.of(),
        clock.instant().plus(timeout),
        true,
        0,
        cancellation,
        () -> false);
  }

  private static DrillAnswer answer(
      AgentResult result, List<Journal.Entry> journal, DrillOutput output) {
    return new DrillAnswer(
        result.transcript().text(),
        called(journal),
        failure(result),
        output.soFar(),
        output.untilText(),
        result.transcript().costMicros());
  }

  private static Set<String> called(List<Journal.Entry> journal) {
    return journal.stream()
        .filter(Journal.ToolCallFinished.class::isInstance)
        .map(Journal.ToolCallFinished.class::cast)
        .filter(call -> call.kind() == Journal.ToolCallFinished.Kind.SUCCEEDED)
        .map(Journal.ToolCallFinished::name)
        .collect(Collectors.toSet());
  }

  private static Optional<String> failure(AgentResult result) {
    return switch (result) {
      case AgentResult.Ended ended when ended.status() == DoneStatus.COMPLETED -> Optional.empty();
      case AgentResult.Ended ended ->
          Optional.of(ended.reason().orElseGet(() -> ended.status().wire()));
      case AgentResult.Failed failed -> Optional.of(words(failed.failure()));
      case AgentResult.Stopped _ -> Optional.of("timeout");
      case AgentResult.Parked parked -> Optional.of(words(parked.failure()));
      case AgentResult.Yielded _ -> Optional.of("yielded");
    };
  }

  private static String words(RunEvent.Failed failure) {
    return failure.type() + ": " + failure.message();
  }
}
