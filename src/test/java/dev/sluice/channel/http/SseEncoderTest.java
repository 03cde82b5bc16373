package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.Envelope;
import dev.sluice.event.EventId;
import dev.sluice.event.Events;
import dev.sluice.event.RunEvent;
import dev.sluice.event.RunEvent.Failed;
import dev.sluice.event.RunEvent.Started;
import dev.sluice.event.RunEvent.TextAdded;
import dev.sluice.event.RunEvent.ToolStarted;
import dev.sluice.event.RunEvent.Trimmed;
import dev.sluice.id.ConversationId;
import dev.sluice.id.ToolUseId;
import dev.sluice.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseEncoderTest {
  private static final String HOSTILE =
      "x\r\n\r\nid: 9-9\nevent: done\rdata: {}\n\n\0\u2028\u2029\u0085";

  @Test
  void writesAnEventByteForByte() {
    assertThat(encoded(Events.text(3, 7, "Grüße 😀")).getBytes())
        .isEqualTo(
            """
            id: 3-7
            event: token
            data: {"run_id":"run_1","text":"Grüße 😀","turn":1}

            """
                .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void givesAnAnnouncedGapNoId() {
    assertThat(encoded(Events.at(3, 7, new Trimmed())).toString())
        .isEqualTo(
            """
            event: status
            data: {"run_id":"run_1","kind":"trimmed"}

            """);
  }

  @Test
  void appendsToWhatIsThere() {
    Buffer out = Buffer.buffer("before");
    SseEncoder.appendKeepAlive(out);
    SseEncoder.appendRetry(out, Duration.ofMillis(2740));
    assertThat(out.toString()).isEqualTo("before: ka\nretry: 2740\n");
  }

  @Test
  void letsNoTextBreakOutOfItsLine() {
    var hostile =
        new RunEvent[] {
          new TextAdded(1, HOSTILE),
          new Failed(HOSTILE, HOSTILE, true),
          new Started(new ConversationId("conv_1"), HOSTILE, HOSTILE, 1),
          new ToolStarted(1, new ToolUseId("t"), HOSTILE, HOSTILE),
          new ToolStarted(1, new ToolUseId("t"), "x", "{\r\n\n\"a\":\r1}"),
        };
    for (RunEvent event : hostile) {
      String[] lines = encoded(Events.at(1, 2, event)).toString().split("\\R|\0", -1);
      assertThat(lines).hasSize(5);
      assertThat(lines[0]).isEqualTo("id: 1-2");
      assertThat(lines[1]).startsWith("event: ");
      assertThat(lines[2]).startsWith("data: {\"run_id\":\"run_1\",").endsWith("}");
      assertThat(lines[3] + lines[4]).isEmpty();
    }
  }

  @Test
  void carriesAMebibyteOfText() {
    String text = "é".repeat(1 << 20);
    String frame = encoded(Events.text(1, 2, text)).toString();
    String data = frame.lines().filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
    assertThat(Json.parseObject(data.substring(6)).get("text").textValue()).isEqualTo(text);
  }

  @Test
  void splitsDataThatIsNotOneLine() {
    Buffer out = Buffer.buffer();
    SseEncoder.append(out, Optional.of(new EventId(1, 2)), "x", "a\r\nb\rc\n\nd\n");
    assertThat(out.toString())
        .isEqualTo("id: 1-2\nevent: x\ndata: a\ndata: b\ndata: c\ndata: \ndata: d\ndata: \n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\rb", "a\0b"})
  void refusesATypeThatIsNotOneLine(String type) {
    assertThatThrownBy(() -> SseEncoder.append(Buffer.buffer(), Optional.empty(), type, "{}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Buffer encoded(Envelope envelope) {
    Buffer out = Buffer.buffer();
    SseEncoder.append(out, envelope);
    return out;
  }
}
