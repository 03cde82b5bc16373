package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValidatedTest {
  record Window(int low, int maxHigh) implements Validated {
    @Override
    public void validate(Problems problems) {
      if (low > maxHigh) {
        problems.report("maxHigh", "must be at least low (" + low + ")");
      }
      if (low == 13) {
        throw new IllegalStateException("low is unlucky");
      }
    }
  }

  record Agent(@Key("uses") List<String> tools) {}

  record App(Window window, Map<String, Agent> agents, Optional<Agent> main, Set2 known)
      implements Validated {
    @Override
    public void validate(Problems problems) {
      Set<String> names = new HashSet<>(known.names());
      agents.forEach(
          (name, agent) -> check(names, agent, problems.in("agents").in(name).in("tools")));
      main.ifPresent(agent -> check(names, agent, problems.in("main").in("tools")));
      if (agents.isEmpty()) {
        problems.report("must have an agent");
      }
    }

    private static void check(Set<String> names, Agent agent, Problems at) {
      for (int i = 0; i < agent.tools().size(); i++) {
        if (!names.contains(agent.tools().get(i))) {
          at.in(i).report("is no known tool");
        }
      }
    }
  }

  record Set2(List<String> names) {
    Set2 {
      if (names.contains("bad")) {
        throw new IllegalArgumentException("must not name bad");
      }
    }
  }

  private final Loading<App> loading =
      Loading.of(
          App.class,
          new App(
              new Window(1, 2),
              Map.of("a", new Agent(List.of())),
              Optional.empty(),
              new Set2(List.of("clock"))));

  @Test
  void reportsAtTheKeyOfTheComponent() {
    assertThat(loading.problems("window:\n  low: 5\n  max_high: 3\n"))
        .containsExactly("test.yaml:3: window.max_high: must be at least low (5)");
  }

  @Test
  void pointsAtTheGroupWhenTheKeyIsNotWritten() {
    assertThat(loading.problems("\nwindow:\n  low: 5\n"))
        .containsExactly("test.yaml:2: window.max_high: must be at least low (5)");
  }

  @Test
  void findsItsWayThroughMapsListsAndOptionals() {
    String yaml =
        """
        agents:
          "b.c":
            uses:
              - clock
              - clok
        main:
          uses: [hammer]
        """;

    assertThat(loading.problems(yaml))
        .containsExactly(
            "test.yaml:5: agents[\"b.c\"].uses[1]: is no known tool",
            "test.yaml:7: main.uses[0]: is no known tool");
  }

  @Test
  void waitsUntilEveryComponentIsGood() {
    assertThat(loading.problems("window: {low: 5, max_high: x}\nmain: {uses: [hammer]}"))
        .containsExactly("test.yaml:1: window.max_high: must be a whole number, is \"x\"");
  }

  @Test
  void reportsTheRecordAsAWhole() {
    App none = new App(new Window(1, 2), Map.of(), Optional.empty(), new Set2(List.of()));

    assertThat(Loading.of(App.class, none).problems(""))
        .containsExactly("test.yaml: must have an agent");
  }

  @Test
  void takesAnExceptionOfTheRecordAsAProblem() {
    assertThat(loading.problems("window: {low: 13, max_high: 14}\nknown: {names: [bad]}"))
        .containsExactly(
            "test.yaml:1: window: low is unlucky", "test.yaml:2: known: must not name bad");
  }
}
