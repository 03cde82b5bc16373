package dev.sluice.agent;

import dev.sluice.config.Doc;
import dev.sluice.config.Problems;
import dev.sluice.config.Range;
import dev.sluice.config.Validated;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One agent, as configured. */
public record AgentConfig(
    @Doc("What the agent is told first; conversations keep it as it was when they began.")
        Optional<String> systemPrompt,
    @Doc("The same from a file, relative to the configuration file.")
        Optional<Path> systemPromptFile,
    @Doc("The model; model.name when absent.") Optional<String> model,
    @Doc("The tools it may call, by name.") List<String> tools,
    @Doc("Tokens that one turn may produce, thinking included.") @Range(min = 1, max = 128_000)
        int maxTokens,
    @Doc(
            "Whether its thinking is shown: auto (summarized where a person waits), summarized,"
                + " omitted, off, or default for models without adaptive thinking.")
        ThinkingDisplay thinking)
    implements Validated {

  /** An agent without words of its own. */
  public static AgentConfig defaults() {
    return new AgentConfig(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        8192,
        ThinkingDisplay.AUTO);
  }

  @Override
  public void validate(Problems problems) {
    if (systemPrompt.isPresent() && systemPromptFile.isPresent()) {
      problems.report("systemPromptFile", "must not be given together with system_prompt");
    }
  }
}
