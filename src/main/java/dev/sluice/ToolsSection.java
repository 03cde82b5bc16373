package dev.sluice;

import dev.sluice.config.DataSize;
import dev.sluice.config.DataSizeRange;
import dev.sluice.config.Doc;
import dev.sluice.config.Problems;
import dev.sluice.config.Validated;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tools besides the built-in ones that need no setting. */
public record ToolsSection(
    @Doc("What a model reads of one tool's answer at most.")
        @DataSizeRange(min = "1KiB", max = "1MiB")
        DataSize maxResult,
    @Doc("Reads web pages for the model. Off by default: it lets a model make requests.")
        FetchUrlSection fetchUrl,
    @Doc("Tools that are HTTP services.") List<DeclaredTool> declared)
    implements Validated {

  /** The built-in tools. */
  static final Set<String> BUILT_IN =
      Set.of("calculator", "current_time", "save_note", "list_notes", "fetch_url");

  /** The tool {@code fetch_url}: public http and https addresses only. */
  public record FetchUrlSection(
      @Doc("Whether agents may have it.") boolean enabled,
      @Doc("After this a fetch has failed.") Duration timeout,
      @Doc("What is read of a page at most.") @DataSizeRange(min = "1KiB", max = "16MiB")
          DataSize maxBytes) {
    public static FetchUrlSection defaults() {
      return new FetchUrlSection(false, Duration.ofSeconds(10), DataSize.ofMiB(1));
    }
  }

  public static ToolsSection defaults() {
    return new ToolsSection(
        DataSize.ofKiB(64),
        FetchUrlSection.defaults(),
        List.of(
            SimulatedTools.declared(
                "web_search",
                "Searches the web and returns a few results with title, address and excerpt.",
                "query",
                "What to look for."),
            SimulatedTools.declared(
                "get_weather",
                "Returns the present weather of a city.",
                "city",
                "The city, such as Berlin.")));
  }

  @Override
  public void validate(Problems problems) {
    var seen = new HashSet<String>();
    for (int i = 0; i < declared.size(); i++) {
      DeclaredTool tool = declared.get(i);
      Problems at = problems.in("declared").in(i);
      if (BUILT_IN.contains(tool.name()) || !seen.add(tool.name())) {
        at.report("name", "must be a name that no other tool has");
      }
    }
  }

  /** The names that agents may use. */
  Set<String> names() {
    var names = new HashSet<>(BUILT_IN);
    if (!fetchUrl.enabled()) {
      names.remove("fetch_url");
    }
    declared.forEach(tool -> names.add(tool.name()));
    return names;
  }
}
