package dev.sluice.model.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.message.Usage;
import dev.sluice.model.ModelRequest;
import dev.sluice.model.PartialReply;
import dev.sluice.model.Thinking;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallSizeTest {

  @Test
  void takesTextByItsLength() {
    assertThat(CallSize.expected(request(8192, Block.text("x".repeat(3000)))).inputTokens())
        .isBetween(1000L, 1020L);
  }

  @Test
  void doesNotTakeAPictureByItsBytes() {
    var picture =
        Block.of(
            "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"%s\"}}"
                .formatted("A".repeat(600_000)));

    assertThat(CallSize.expected(request(8192, picture)).inputTokens()).isBetween(1600L, 1610L);
  }

  @Test
  void takesAnEncodedDocumentForFarLessThanOneOfText() {
    var encoded = document("base64", 60_000);
    var text = document("text", 60_000);

    assertThat(CallSize.expected(request(8192, encoded)).inputTokens()).isBetween(3000L, 3100L);
    assertThat(CallSize.expected(request(8192, text)).inputTokens()).isBetween(20_000L, 20_100L);
  }

  @Test
  void expectsNoMoreOutputThanMayCome() {
    assertThat(CallSize.expected(request(64, Block.text("x"))).outputTokens()).isEqualTo(64);
    assertThat(CallSize.expected(request(64_000, Block.text("x"))).outputTokens()).isEqualTo(1000);
  }

  @Test
  void keepsTheProvidersInputOfABrokenStreamAndCountsItsOutput() {
    var partial = new PartialReply(true, true, List.of(), Usage.of(412, 8), 300);

    assertThat(CallSize.used(request(100, Block.text("x")), partial)).isEqualTo(Usage.of(412, 100));
  }

  private static Block document(String kind, int chars) {
    return Block.of(
        "{\"type\":\"document\",\"source\":{\"type\":\"%s\",\"data\":\"%s\"}}"
            .formatted(kind, "A".repeat(chars)));
  }

  private static ModelRequest request(int maxTokens, Block block) {
    return new ModelRequest(
        "m",
        maxTokens,
        "[]",
        "[]",
        List.of(Message.user(List.of(block))),
        Thinking.DEFAULT,
        Optional.empty());
  }
}
