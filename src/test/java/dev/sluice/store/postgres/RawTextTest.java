package dev.sluice.store.postgres;

import static dev.sluice.store.Samples.ANNA;
import static dev.sluice.store.Samples.LEASE;
import static dev.sluice.store.Samples.NASTY;
import static dev.sluice.store.Samples.completed;
import static dev.sluice.store.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.conversation.StoredMessage;
import dev.sluice.json.Json;
import dev.sluice.message.Block;
import dev.sluice.message.Message;
import dev.sluice.run.NewRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and providers say is kept byte for byte, and can still be asked for as jsonb. */
@Timeout(60)
class RawTextTest {
  @RegisterExtension final OpenPostgres store = new OpenPostgres();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"text\",\"text\":\"a\\u0000b\"}",
        "{ \"type\" : \"x\", \"z\":1, \"a\":2.50, \"a\":3 }",
        "{\"type\":\"x\",\"half\":\"\\ud83d\",\"other\":\"\\uDE80\\ud83d\"}",
        "{\"type\":\"x\",\"n\":123456789012345678901234567890.10e0,\"m\":1e200000}",
        "{\"type\":\"x\",\"t\":\"\u2028 \ud83d\ude80 \\ud83d\\ude80 \\\\u0000 \\/ \"}"
      })
  void keepsABlockByteForByte(String raw) {
    assertThat(kept(Message.user(List.of(Block.of(raw)))))
        .isEqualTo(Message.user(List.of(Block.of(raw))));
  }

  @Test
  void keepsTheMeaningOfHalfASurrogatePair() {
    Message kept = kept(Message.user(List.of(Block.text("a\ud83d."))));
    assertThat(kept.blocks().getFirst().node())
        .isEqualTo(Json.object().put("type", "text").put("text", "a\ud83d."));
  }

  @Test
  void keepsFreeTextWithAllItsCharacters() {
    NewRun wanted = newRun(ANNA, store.clock().instant());
    store.runs().accept(wanted).await();
    store.runs().requestCancel(wanted.id(), NASTY + "\ud83d").await();
    assertThat(store.runs().find(wanted.id()).await().orElseThrow().cancelRequested())
        .contains(NASTY + "\ud83d");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'a\\u0000b',                     'a\\ufffdb'
          '\\u0000\\u0000',                '\\ufffd\\ufffd'
          'a\\\\u0000b',                   'a\\\\u0000b'
          'a\\\\\\u0000b',                 'a\\\\\\ufffdb'
          '\\u0000 \\ud83d.',              '\\ufffd \\ufffd.'
          '\\ude80\\ud83d',                '\\ufffd\\ufffd'
          '\\ud83d\\ud83d\\ude80',         '\\ufffd\\ud83d\\ude80'
          '\\u0000\\uD83D\\uDE80\\uDE80',  '\\ufffd\\ud83d\\ude80\\ufffd'
          'plain \\ud83d\\ude80',          'plain \\ud83d\\ude80'
          """)
  void showsWhatJsonbRefusesInAnotherWay(String kept, String shown) {
    kept(Message.user(List.of(Block.of("{\"type\":\"text\",\"text\":\"" + kept + "\"}"))));
    assertThat(store.sql().value("SELECT blocks -> 0 ->> 'text' FROM message_json"))
        .isEqualTo(Json.parse("\"" + shown + "\"").textValue());
  }

  @Test
  void showsNothingOfWhatIsBeyondAnyJsonb() {
    kept(Message.user(List.of(Block.of("{\"type\":\"x\",\"n\":1e200000}"))));
    assertThat(store.sql().value("SELECT blocks IS NULL FROM message_json")).isEqualTo(true);
    assertThat(store.sql().value("SELECT content FROM message_json JOIN message USING (id)"))
        .isEqualTo("[{\"type\":\"x\",\"n\":1e200000}]");
  }

  private Message kept(Message message) {
    NewRun wanted = newRun(ANNA, store.clock().instant());
    store.runs().accept(wanted).await();
    store.runs().claim(wanted.id(), "worker", LEASE).await();
    store.runs().finish(wanted.id(), 1, completed("x"), List.of(message)).await();
    List<StoredMessage> messages =
        store.conversations().messages(wanted.newConversation(), ANNA).await();
    assertThat(messages).hasSize(1);
    return messages.getFirst().message();
  }
}
