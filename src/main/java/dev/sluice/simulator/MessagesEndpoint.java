package dev.sluice.simulator;

import dev.sluice.simulator.agent.SmallAgent;
import dev.sluice.simulator.wire.ApiError;
import dev.sluice.simulator.wire.Json;
import dev.sluice.simulator.wire.MessagesRequest;
import dev.sluice.simulator.wire.RequestRules;
import java.util.Optional;

/** Creates messages and counts tokens. */
final class MessagesEndpoint {
  private final SimulatorOptions options;
  private final CallReader reader;
  private final Player player;
  private final RateBook rates;
  private final SmallAgent agent;
  private boolean pausedBefore;

  MessagesEndpoint(
      SimulatorOptions options,
      CallReader reader,
      Player player,
      RateBook rates,
      SmallAgent agent) {
    this.options = options;
    this.reader = reader;
    this.player = player;
    this.rates = rates;
    this.agent = agent;
  }

  void create(Exchange exchange, Stage stage) {
    switch (reader.read(exchange)) {
      case CallReader.Read.Bad bad -> exchange.refuse(bad.error());
      case CallReader.Read.Call(MessagesRequest call) -> {
        Optional<ApiError> refusal = RequestRules.forCreate(call, options.strict(), pausedBefore);
        if (refusal.isPresent()) {
          exchange.refuse(refusal.get());
        } else {
          play(exchange, call, stage.next(call).orElseGet(() -> improvised(call)));
        }
      }
    }
  }

  void count(Exchange exchange) {
    switch (reader.read(exchange)) {
      case CallReader.Read.Bad bad -> exchange.refuse(bad.error());
      case CallReader.Read.Call(MessagesRequest call) ->
          RequestRules.forCount(call)
              .or(() -> rates.admitRequest("count_tokens"))
              .ifPresentOrElse(
                  exchange::refuse,
                  () ->
                      exchange.answer(200, Json.object().put("input_tokens", call.inputTokens())));
    }
  }

  private void play(Exchange exchange, MessagesRequest call, Play play) {
    switch (play) {
      case Play.Reply reply -> {
        pausedBefore |= pauses(reply);
        player.reply(exchange, call, reply);
      }
      case Play.Fail fail -> failBeforeOutput(exchange, call, fail);
      case Play.Answer answer -> player.answer(exchange, answer);
      case Play.StallHead _ -> exchange.stalled();
      case Play.ResetHead _ -> exchange.reset(Outcome.RESET);
    }
  }

  // What is refused before any output still counts as a request.
  private void failBeforeOutput(Exchange exchange, MessagesRequest call, Play.Fail fail) {
    String group = call.model().group();
    Optional<ApiError> limited = rates.admitRequest(group);
    if (limited.isPresent() || fail.error().status() < 500) {
      exchange.headers(rates.headers(group));
    }
    limited.ifPresentOrElse(exchange::refuse, () -> player.fail(exchange, fail));
  }

  private Play improvised(MessagesRequest call) {
    return new Play.Reply(Acts.steps(agent.act(call)), null, null);
  }

  private static boolean pauses(Play.Reply reply) {
    return reply.steps().stream()
        .anyMatch(
            step -> step instanceof Step.StopReason(var reason, _) && reason.equals("pause_turn"));
  }
}
