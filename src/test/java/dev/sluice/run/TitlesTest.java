package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Block;
import dev.sluice.message.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class TitlesTest {
  @Test
  void takesTheBeginningOfTheMessageOnOneLine() {
    assertThat(title("  What is\n\n15 * 23? ")).isEqualTo("What is 15 * 23?");
  }

  @Test
  void cutsBetweenCodePoints() {
    String title = title("🚚".repeat(100));

    assertThat(title.codePointCount(0, title.length())).isEqualTo(60);
    assertThat(title).endsWith("🚚…");
  }

  @Test
  void saysWhenThereIsNoText() {
    var image = Block.of("{\"type\":\"image\",\"source\":{}}");

    assertThat(Titles.of(Message.user(List.of(image)))).isEqualTo("(no text)");
  }

  private static String title(String text) {
    return Titles.of(Message.user(List.of(Block.text(text))));
  }
}
