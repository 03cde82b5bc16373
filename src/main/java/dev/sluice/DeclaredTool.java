package dev.sluice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Doc;
import dev.sluice.config.DurationRange;
import dev.sluice.config.Matches;
import dev.sluice.config.NotBlank;
import dev.sluice.config.Secret;
import dev.sluice.tool.ToolSpec.Importance;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

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
    @Doc("After this a call has failed.") @DurationRange(min = "100ms", max = "1h")
        Duration timeout,
    @Doc("The service does a thing once per Idempotency-Key, so a call may be made again.")
        boolean idempotent,
    @Doc("optional: without it the answer goes on; critical: without it the run fails.")
        Importance importance,
    @Doc("Headers sent along; their values are never shown.") Map<String, Secret> headers) {
  private static final String SIMULATOR = "simulator";

  boolean isSimulated() {
    return SIMULATOR.equals(url.getScheme());
  }
}
