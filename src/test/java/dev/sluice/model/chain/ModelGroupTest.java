package dev.sluice.model.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelGroupTest {

  @ParameterizedTest
  @CsvSource({
    "claude-fable-5, fable-5",
    "claude-fable-5-2, fable-5",
    "claude-opus-4-8, opus-4",
    "claude-opus-4-5-20251101, opus-4",
    "claude-opus-4-20250514, opus-4",
    "claude-sonnet-4-6, sonnet-4",
    "claude-haiku-4-5-20251001, haiku-4",
    "claude-opus-5, opus-5",
    "claude-opus-5-5, opus-5-5",
    "claude-sonnet-5, sonnet-5",
    "claude-sonnet-5-5, sonnet-5-5",
    "claude-haiku-5-5, haiku-5-5",
    "gpt-9, gpt-9",
    "claude-sonnet-5-5@2026, claude-sonnet-5-5@2026"
  })
  void tellsFromTheNameWhichModelsShareALimit(String model, String group) {
    assertThat(ModelGroup.of(model)).isEqualTo(group);
  }
}
