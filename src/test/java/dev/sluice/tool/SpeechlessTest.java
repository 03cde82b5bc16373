package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SpeechlessTest {

  private static String printed(Throwable error) {
    var out = new StringWriter();
    error.printStackTrace(new PrintWriter(out));
    return out.toString();
  }

  @Test
  void keepsTypesAndPlacesAndDropsTheWords() {
    var error =
        new IllegalStateException("said: hush", new NumberFormatException("for input hush"));

    assertThat(printed(Speechless.of(error)))
        .contains("java.lang.IllegalStateException", "java.lang.NumberFormatException")
        .contains("at dev.sluice.tool.SpeechlessTest.keepsTypesAndPlacesAndDropsTheWords")
        .doesNotContain("hush");
  }

  @Test
  void endsThoughCausesGoRoundInACircle() {
    var first = new IllegalStateException("first");
    var second = new IllegalStateException("second", first);
    first.initCause(second);

    assertThat(Speechless.of(first)).isNotNull();
  }
}
