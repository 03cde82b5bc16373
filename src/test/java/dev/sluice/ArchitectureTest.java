package dev.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Guards the doors between the rooms: this table is the one that counts. */
class ArchitectureTest {
  /** What each room may use besides itself and the leaves; a room that is not here may not be. */
  private static final Map<String, Set<String>> DOORS =
      new TreeMap<>(
          Map.ofEntries(
              room("config"),
              room("id"),
              room("json"),
              room("message"),
              room("model"),
              room("model.messages", "model"),
              room("model.chain", "model", "limit", "resilience"),
              room("event"),
              room("conversation"),
              room("resilience", "model"),
              room("limit", "model", "resilience"),
              room("money"),
              room("tool", "resilience"),
              room("tool.builtin", "tool", "resilience", "tool.http"),
              room("tool.http", "tool", "resilience"),
              room(
                  "agent",
                  "model",
                  "model.chain",
                  "tool",
                  "resilience",
                  "money",
                  "event",
                  "conversation"),
              room("run", "agent", "event", "money", "conversation", "resilience", "model"),
              room("channel.http", "run", "event", "conversation"),
              room("store.redis", "run", "event", "conversation"),
              room("store.sqlite", "run", "event", "conversation", "agent", "tool.builtin"),
              room("store.postgres", "run", "event", "conversation", "agent", "tool.builtin"),
              room("drill", "agent", "model", "conversation", "event", "resilience"),
              room("ops"),
              room("simulator", "simulator.wire", "simulator.agent"),
              room("simulator.wire"),
              room("simulator.agent", "simulator.wire")));

  /** Vocabulary and toolkit: everybody may use them, and they use only each other. */
  private static final Set<String> LEAVES = Set.of("config", "id", "json", "message");

  private static final String ROOT = "dev.sluice";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static Map.Entry<String, Set<String>> room(String name, String... mayUse) {
    return Map.entry(name, Set.of(mayUse));
  }

  @TestFactory
  Stream<DynamicTest> everyRoomKeepsToItsDoors() {
    return DOORS.keySet().stream()
        .map(room -> DynamicTest.dynamicTest(room, () -> keepsToItsDoors(room)));
  }

  private static void keepsToItsDoors(String room) {
    var allowed = new ArrayList<String>(List.of(pack(room)));
    DOORS.getOrDefault(room, Set.of()).forEach(other -> allowed.add(pack(other)));
    if (!room.startsWith("simulator") && !room.equals("config")) {
      LEAVES.forEach(leaf -> allowed.add(pack(leaf)));
    }
    noClasses()
        .that()
        .resideInAPackage(pack(room))
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
        .check(MAIN);
  }

  @Test
  void knowsEveryRoom() {
    var rooms =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());

    assertThat(rooms).isEqualTo(DOORS.keySet());
  }

  @Test
  void noRoomNeedsTheOtherInACircle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void onlyTheEdgesKnowAboutTheirTechnology() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".store.sqlite")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".store.postgres")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.pgclient..", "io.vertx.sqlclient..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage(pack("agent"), pack("run"), pack("event"), pack("money"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext..")
        .check(MAIN);
  }

  @Test
  void nothingBlocksAnEventLoopBySleeping() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MAIN);
  }

  @Test
  void everyRoomIsNullMarked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith("org.jspecify.annotations.NullMarked")
        .check(MAIN);
    assertThat(
            MAIN.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName))
        .hasSize(DOORS.size() + 1);
  }

  @Test
  void noFileIsLargerThanAPersonReadsAtOnce() throws IOException {
    javaLines(Path.of("src/test/java"));
    int[] sorted =
        javaLines(Path.of("src/main/java")).stream().mapToInt(Integer::intValue).sorted().toArray();
    assertThat(sorted[sorted.length / 2])
        .as("median of %s", Arrays.toString(sorted))
        .isLessThan(81);
  }

  private static List<Integer> javaLines(Path folder) throws IOException {
    var lengths = new ArrayList<Integer>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        int lines = Files.readAllLines(file).size();
        assertThat(lines).as(file.toString()).isLessThanOrEqualTo(400);
        lengths.add(lines);
      }
    }
    return lengths;
  }

  private static String pack(String room) {
    return ROOT + "." + room;
  }
}
