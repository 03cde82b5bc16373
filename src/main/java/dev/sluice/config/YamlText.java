package dev.sluice.config;

import java.io.StringReader;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.reader.StreamReader;

/** Parses YAML text into a {@link Tree}; what cannot be parsed is a finding with its line. */
final class YamlText {
  static final int MAX_CHARACTERS = 1024 * 1024;
  private static final String BOM = "\uFEFF";

  private final String source;
  private final Findings findings;

  YamlText(String source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  /** The top of the file; empty after a finding that leaves nothing to go on with. */
  Optional<Tree.Mapping> parse(String text) {
    String yaml = text.startsWith(BOM) ? text.substring(1) : text;
    if (yaml.length() > MAX_CHARACTERS) {
      return refuse(0, "is larger than 1 MiB");
    }
    for (int i = 0; i < yaml.length(); i += Character.charCount(yaml.codePointAt(i))) {
      int codePoint = yaml.codePointAt(i);
      if (!StreamReader.isPrintable(codePoint)) {
        return refuse(
            lineAt(yaml, i), "holds the character U+%04X, which YAML forbids".formatted(codePoint));
      }
    }
    return parsePrintable(yaml);
  }

  private Optional<Tree.Mapping> parsePrintable(String yaml) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(MAX_CHARACTERS);
      Iterator<Event> events = new Yaml(options).parse(new StringReader(yaml)).iterator();
      return new YamlTree(source, findings, events).document().flatMap(this::top);
    } catch (MarkedYAMLException e) {
      return refuse(line(e), syntaxMessage(e));
    } catch (TooDeepException e) {
      return refuse(e.line, "is nested deeper than " + YamlTree.MAX_DEPTH + " levels");
    } catch (YAMLException e) {
      return refuse(0, "is not valid YAML");
    }
  }

  private Optional<Tree.Mapping> top(Tree tree) {
    return switch (tree) {
      case Tree.Mapping mapping -> Optional.of(mapping);
      case Tree.Scalar scalar when scalar.isNull() ->
          Optional.of(new Tree.Mapping(new Origin(source, 0), Map.of()));
      case Tree.Scalar _, Tree.Sequence _, Tree.Resolved _ ->
          refuse(tree.origin().line(), "must be a group of keys at the top, is " + tree.kind());
    };
  }

  private static int line(MarkedYAMLException e) {
    return e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
  }

  /** Only the parser's own words: its full message quotes the line, which may hold a secret. */
  private static String syntaxMessage(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    return "is not valid YAML: " + Text.printable(problem) + begun(e) + hint(problem);
  }

  /** What is never closed is noticed far below; the place to look is where it begins. */
  private static String begun(MarkedYAMLException e) {
    return e.getContextMark() == null || e.getContextMark().getLine() + 1 == line(e)
        ? ""
        : " (in what begins on line " + (e.getContextMark().getLine() + 1) + ")";
  }

  private static String hint(String problem) {
    if (problem.contains("'\\t'") || problem.contains("TAB")) {
      return "; indent with spaces, not with tabs";
    }
    return problem.endsWith("but got {")
        ? "; inside { } and [ ], ${NAME} needs quotes: \"${NAME}\""
        : "";
  }

  private Optional<Tree.Mapping> refuse(int line, String message) {
    findings.add(new Origin(source, line), "", message);
    return Optional.empty();
  }

  static int lineAt(String text, int index) {
    return 1 + (int) text.substring(0, index).lines().count() - openLine(text, index);
  }

  /** {@link String#lines()} counts a last line that has no line end yet. */
  private static int openLine(String text, int index) {
    boolean atStart =
        index == 0 || text.charAt(index - 1) == '\n' || text.charAt(index - 1) == '\r';
    return atStart ? 0 : 1;
  }

  /** Stops the parse: a depth that no configuration needs is an attack on the stack. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int line;

    TooDeepException(int line) {
      super(null, null, false, false);
      this.line = line;
    }
  }
}
