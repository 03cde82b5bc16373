package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** {@code docs/reliability.md} promises nothing that no test shows. */
class ReliabilityDocTest {
  private static final Path DOCUMENT = Path.of("docs/reliability.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))\\.([a-z]\\w*)`");

  /** Such a row ends with the tests. */
  private static final Pattern ROW = Pattern.compile("\\| [^|]+( \\| [^|]+){4} \\| ([^|]+) \\|");

  @TestFactory
  Stream<DynamicTest> everyTestThatIsNamedIsThere() throws IOException {
    return NAMED
        .matcher(Files.readString(DOCUMENT))
        .results()
        .map(found -> found.group(1) + "." + found.group(2))
        .distinct()
        .map(name -> DynamicTest.dynamicTest(name, () -> isTest(name)));
  }

  @Test
  void everyPatternNamesItsTest() throws IOException {
    var rows =
        Files.readAllLines(DOCUMENT).stream()
            .takeWhile(line -> !line.equals("## The drill"))
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(2))
            .filter(last -> !last.equals("shown by"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(20).allMatch(last -> NAMED.matcher(last).find());
  }

  private static void isTest(String name) throws IOException {
    String[] parts = name.split("\\.", -1);
    assertThat(classes(parts[0]))
        .as(name)
        .anyMatch(
            type ->
                Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals(parts[1]))
                    .anyMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class)));
  }

  private static List<Class<?>> classes(String simpleName) throws IOException {
    try (var files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.endsWith(simpleName + ".java"))
          .<Class<?>>map(ReliabilityDocTest::load)
          .toList();
    }
  }

  private static Class<?> load(Path file) {
    String path = TESTS.relativize(file).toString().replace(".java", "");
    try {
      return Class.forName(path.replace(file.getFileSystem().getSeparator(), "."));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
