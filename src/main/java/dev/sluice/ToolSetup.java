package dev.sluice;

import dev.sluice.resilience.Breakers;
import dev.sluice.resilience.RetryConfig;
import dev.sluice.tool.ContentLimit;
import dev.sluice.tool.GuardedToolRunner;
import dev.sluice.tool.Tool;
import dev.sluice.tool.ToolRegistry;
import dev.sluice.tool.ToolRunner;
import dev.sluice.tool.builtin.CalculatorTool;
import dev.sluice.tool.builtin.CurrentTimeTool;
import dev.sluice.tool.builtin.FetchUrlConfig;
import dev.sluice.tool.builtin.FetchUrlTool;
import dev.sluice.tool.builtin.ListNotesTool;
import dev.sluice.tool.builtin.NoteStore;
import dev.sluice.tool.builtin.SaveNoteTool;
import dev.sluice.tool.http.HttpTool;
import dev.sluice.tool.http.HttpToolConfig;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the tools of the configuration. */
final class ToolSetup {
  private static final Logger LOG = LoggerFactory.getLogger(ToolSetup.class);

  private ToolSetup() {}

  /**
   * The runner over all tools that can answer here.
   *
   * @param simulator address of the built-in simulator, when it plays the model
   */
  static ToolRunner runner(
      Vertx vertx,
      InstantSource clock,
      ToolsSection section,
      NoteStore notes,
      Optional<String> simulator,
      RetryConfig retries,
      Breakers breakers) {
    var tools = new ArrayList<Tool>(builtIn(vertx, clock, section, notes));
    tools.addAll(HttpTool.all(vertx, declared(section, simulator)));
    return new GuardedToolRunner(
        vertx,
        clock,
        new ToolRegistry(tools),
        new ContentLimit(section.maxResult().toIntExact()),
        retries,
        breakers);
  }

  private static List<Tool> builtIn(
      Vertx vertx, InstantSource clock, ToolsSection section, NoteStore notes) {
    var tools = new ArrayList<Tool>();
    tools.add(new CalculatorTool(vertx));
    tools.add(new CurrentTimeTool(clock));
    tools.add(new SaveNoteTool(notes, clock));
    tools.add(new ListNotesTool(notes));
    if (section.fetchUrl().enabled()) {
      var standard = FetchUrlConfig.DEFAULT;
      var config =
          new FetchUrlConfig(
              standard.ports(),
              section.fetchUrl().maxBytes().toIntExact(),
              standard.maxRedirects(),
              section.fetchUrl().timeout());
      tools.add(new FetchUrlTool(vertx, config));
    }
    return tools;
  }

  private static List<HttpToolConfig> declared(ToolsSection section, Optional<String> simulator) {
    var configs = new ArrayList<HttpToolConfig>();
    for (DeclaredTool tool : section.declared()) {
      if (tool.isSimulated() && simulator.isEmpty()) {
        LOG.info("tool {} is not offered: only the simulator answers it", tool.name());
        continue;
      }
      configs.add(config(tool, simulator.orElse("")));
    }
    return configs;
  }

  private static HttpToolConfig config(DeclaredTool tool, String simulator) {
    return tool.config(
        tool.isSimulated() ? URI.create(simulator + tool.url().getPath()) : tool.url());
  }
}
