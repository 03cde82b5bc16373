package dev.sluice.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.agent.DemoTool;
import dev.sluice.simulator.wire.Json;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** Answers as the web services behind the tools that ship with the default configuration. */
record ToolsEndpoint(Player player) {

  void answer(Exchange exchange, String name, Stage stage) {
    Optional<DemoTool> tool = DemoTool.named(name);
    if (tool.isEmpty()) {
      exchange.answer(404, problem("there is no tool named " + name));
      return;
    }
    String input = input(exchange, tool.get());
    switch (stage.nextTool(name, input).orElse(null)) {
      case null -> improvised(exchange, tool.get(), input);
      case Play.Answer answer -> player.answer(exchange, answer);
      case Play.Fail fail -> player.fail(exchange, fail);
      case Play.StallHead _ -> exchange.stalled();
      case Play.ResetHead _ -> exchange.reset(Outcome.RESET);
      case Play.Reply _ -> exchange.answer(500, problem("a tool has no reply; script an answer"));
    }
  }

  private static void improvised(Exchange exchange, DemoTool tool, String input) {
    if (input.isBlank()) {
      exchange.answer(400, problem("'%s' is missing".formatted(tool.parameter())));
    } else {
      exchange.answer(200, tool.answer(input.strip()));
    }
  }

  private static String input(Exchange exchange, DemoTool tool) {
    if (exchange.request().method().equals(HttpMethod.GET)) {
      return exchange.request().getParam(tool.parameter(), "");
    }
    try {
      return Json.parse(exchange.entry().body()).path(tool.parameter()).asText();
    } catch (JsonProcessingException _) {
      return "";
    }
  }

  private static ObjectNode problem(String detail) {
    return Json.object().put("error", detail);
  }
}
