package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolRegistryTest {

  @Test
  void findsToolsByNameAndKeepsTheirOrder() {
    var b = FakeTool.named("b", FakeTool.SCHEMA);
    var a = FakeTool.named("a", FakeTool.SCHEMA);
    var registry = new ToolRegistry(List.of(b, a));

    assertThat(registry.find("a")).containsSame(a);
    assertThat(registry.find("c")).isEmpty();
    assertThat(registry.names()).containsExactly("b", "a");
  }

  @Test
  void refusesTwoToolsOfOneName() {
    var twice = FakeTool.named("twice", FakeTool.SCHEMA);

    assertThatThrownBy(() -> new ToolRegistry(List.of(twice, twice)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a.b",
        "naïve",
        "tool\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void refusesNamesThatTheProviderWouldRefuse(String name) {
    var tool = FakeTool.named(name, FakeTool.SCHEMA);

    assertThatThrownBy(() -> new ToolRegistry(List.of(tool)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 64");
  }
}
