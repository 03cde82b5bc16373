package dev.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContentLimitTest {
  private static final String NOTE = "\n[cut: only the first 4 bytes are shown]";

  private final ContentLimit four = new ContentLimit(4);

  @Test
  void leavesTextThatFitsAlone() {
    assertThat(four.apply("abcd")).isEqualTo("abcd");
    assertThat(four.apply("éé")).isEqualTo("éé");
    assertThat(four.apply("")).isEmpty();
  }

  @Test
  void cutsOnACodePointAndSaysSo() {
    assertThat(four.apply("abcde")).isEqualTo("abcd" + NOTE);
    assertThat(four.apply("abcé")).isEqualTo("abc" + NOTE);
    assertThat(four.apply("a😀")).isEqualTo("a" + NOTE);
    assertThat(four.apply("😀b")).isEqualTo("😀" + NOTE);
    assertThat(four.apply("ab€")).isEqualTo("ab" + NOTE);
  }

  @Test
  void refusesNoRoomAtAll() {
    assertThatThrownBy(() -> new ContentLimit(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
