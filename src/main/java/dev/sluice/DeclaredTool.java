package dev.sluice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Matches;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Problems;
import dev.sluice.config.Secret;
import dev.sluice.config.Validated;
import dev.sluice.tool.InputSchema;
import dev.sluice.tool.ToolSpec.Importance;
import dev.sluice.tool.http.HttpToolConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A tool declared in the configuration: an HTTP service that takes its input as a JSON body. */
public record DeclaredTool(
    @Doc("What the model calls it.")
        @Matches(regex = "[a-zA-Z0-9_-]{1,64}", message = "must be 1 to 64 letters, digits, _ or -")
        String name,
    @Doc("What the model is told about it.") @NotBlank String description,
    @Doc("JSON Schema of its input; checked before every call.") JsonNode inputSchema,
    @Doc(
            "Where the input is posted. simulator:/path is the built-in simulator; such a tool is"
                + " not offered when a real model answers.")
        URI url,
    @Doc("After this an attempt has failed; an idempotent tool is tried once more.")
        @DurationRange(min = "100ms", max = "1h")
        Duration timeout,
    @Doc("The service does a thing once per Idempotency-Key, so a call may be made again.")
        boolean idempotent,
    @Doc("optional: without it the answer goes on; critical: without it the run fails.")
        Importance importance,
    @Doc("Headers sent along; their values are never shown.") Map<String, Secret> headers)
    implements Validated {
  private static final String SIMULATOR = "simulator";
  private static final URI ANYWHERE = URI.create("http://localhost/");

  @Override
  public void validate(Problems problems) {
    try {
      InputSchema.compile(inputSchema.toString());
    } catch (IllegalArgumentException e) {
      problems.report("inputSchema", "must be a JSON Schema of an object: it " + e.getMessage());
    }
    try {
      config(ANYWHERE);
    } catch (IllegalArgumentException e) {
      problems.report("headers", "must be HTTP headers: " + e.getMessage());
      return;
    }
    if (!isSimulated()) {
      checkUrl(problems);
    }
  }

  private void checkUrl(Problems problems) {
    try {
      config(url);
    } catch (IllegalArgumentException e) {
      problems.report("url", "must be simulator:/path or an address: " + e.getMessage());
    }
  }

  /** What the tool needs to make calls to the address. */
  HttpToolConfig config(URI address) {
    var revealed =
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().reveal()));
    return new HttpToolConfig(
        name, description, inputSchema, address, timeout, idempotent, importance, revealed);
  }

  boolean isSimulated() {
    return SIMULATOR.equals(url.getScheme());
  }
}
