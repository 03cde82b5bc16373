package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolDefinitionsTest {

  @Test
  void writesTheSpecsInOrderWithTheSchemaAsItStands() {
    var b = FakeTool.named("b", "{ \"type\": \"object\",\n \"z\": 1.50, \"a\": {} }").spec();
    var a = FakeTool.named("a", "{\"type\":\"object\"}").spec();

    assertThat(ToolDefinitions.json(List.of(b, a)))
        .isEqualTo(
            "[{\"name\":\"b\",\"description\":\"A tool.\","
                + "\"input_schema\":{\"type\":\"object\",\"z\":1.50,\"a\":{}}},"
                + "{\"name\":\"a\",\"description\":\"A tool.\","
                + "\"input_schema\":{\"type\":\"object\"}}]");
  }

  @Test
  void givesTheSameBytesEveryTime() {
    var specs = List.of(FakeTool.named("a", FakeTool.SCHEMA).spec());

    assertThat(ToolDefinitions.json(specs)).isEqualTo(ToolDefinitions.json(List.copyOf(specs)));
  }

  @Test
  void isAnEmptyArrayWithoutTools() {
    assertThat(ToolDefinitions.json(List.of())).isEqualTo("[]");
  }
}
