package dev.sluice.model.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.messages.SseDecoder.EventTooLarge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SseDecoderTest {

  record Seen(String type, String data, String id) {
    static Seen message(String data) {
      return new Seen("message", data, "");
    }
  }

  /** Input in ISO 8859-1, so that each character is one byte. */
  static Stream<Arguments> vectors() {
    return Stream.of(
        vector("data: a\n\n", Seen.message("a")),
        vector("data:a\r\n\r\n", Seen.message("a")),
        vector("data: a\r\n\r\n", Seen.message("a")),
        vector("data: a\r\rdata: b\r\r", Seen.message("a"), Seen.message("b")),
        vector("data: a\r\n\ndata: b\n\r\n", Seen.message("a"), Seen.message("b")),
        vector("data: a\n\rdata: b\r\n\n", Seen.message("a"), Seen.message("b")),
        vector("\u00ef\u00bb\u00bfdata: a\n\n", Seen.message("a")),
        vector("\u00ef\u00bb\u00bf\u00ef\u00bb\u00bfdata: a\n\n"),
        vector("\u00ef\u00bbdata: a\n\ndata: b\n\n", Seen.message("b")),
        vector("data: \u00ef\u00bb\u00bf\n\n", Seen.message("\ufeff")),
        vector("data: a\ndata: b\n\n", Seen.message("a\nb")),
        vector("data\n\n", Seen.message("")),
        vector("data\ndata\n\n", Seen.message("\n")),
        vector("data:\n\n", Seen.message("")),
        vector("data:  x\n\n", Seen.message(" x")),
        vector(" data: x\n\n"),
        vector(": x\n\n"),
        vector(": x\ndata: a\n\n", Seen.message("a")),
        vector("id: 7\n\ndata: a\n\n", new Seen("message", "a", "7")),
        vector(
            "id: 7\ndata: a\n\nid\ndata: b\n\n",
            new Seen("message", "a", "7"),
            new Seen("message", "b", "")),
        vector(
            "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n",
            new Seen("message", "a", "1"),
            new Seen("message", "b", "1")),
        vector("event: x\n\ndata: a\n\n", Seen.message("a")),
        vector("event: x\nevent: y\ndata: a\n\n", new Seen("y", "a", "")),
        vector("event: x\ndata: a\n\ndata: b\n\n", new Seen("x", "a", ""), Seen.message("b")),
        vector("retry: 250\n\n"),
        vector("data: a\n"),
        vector("data: a"),
        vector("data: \u00f0\u009f\u0098\u0080\n\n", Seen.message("\ud83d\ude00")),
        vector("data: \u00ff\n\n", Seen.message("\ufffd")),
        vector("data: \u00f0\u009f\n\n", Seen.message("\ufffd")),
        vector("data:{\"t\":\"a: b\"}\n\n", Seen.message("{\"t\":\"a: b\"}")),
        vector("DATA: a\n\n"),
        vector("datas: a\ndat: b\n\n"),
        vector("data: a\n\n\n\ndata: b\n\n", Seen.message("a"), Seen.message("b")));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsAsTheStandardSays(String input, List<Seen> expected) {
    byte[] bytes = input.getBytes(ISO_8859_1);

    assertThat(decode(bytes)).isEqualTo(expected);
    assertThat(decodeByteByByte(bytes)).isEqualTo(expected);
    for (int split = 0; split <= bytes.length; split++) {
      assertThat(decodeSplitAt(bytes, split)).as("split at %d", split).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sluice.model.messages.Fixtures#names")
  void readsEveryFixtureAtEverySplitPoint(String name) {
    byte[] bytes = Fixtures.bytes(name);
    List<Seen> whole = decode(bytes);

    assertThat(whole).isNotEmpty();
    assertThat(decodeByteByByte(bytes)).isEqualTo(whole);
    for (int split = 0; split <= bytes.length; split++) {
      assertThat(decodeSplitAt(bytes, split)).as("split at %d", split).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sluice.model.messages.Fixtures#names")
  void lineEndsMakeNoDifference(String name) {
    String text = Fixtures.text(name);
    List<Seen> expected = decode(text.getBytes(UTF_8));

    for (String lineEnd : List.of("\r\n", "\r")) {
      byte[] bytes = text.replace("\n", lineEnd).getBytes(UTF_8);
      assertThat(decode(bytes)).isEqualTo(expected);
      assertThat(decodeByteByByte(bytes)).isEqualTo(expected);
    }
  }

  @Test
  void aReturnAtTheEndOfAChunkEndsTheEventWithoutWaiting() {
    var seen = new ArrayList<Seen>();
    var decoder = new SseDecoder();

    decoder.feed(bytes("data: a\r\n\r"), collect(seen));
    assertThat(seen).containsExactly(Seen.message("a"));

    decoder.feed(bytes("\ndata: b\n\n"), collect(seen));
    assertThat(seen).containsExactly(Seen.message("a"), Seen.message("b"));
  }

  @Test
  void readsOnlyTheGivenPartOfAChunk() {
    var seen = new ArrayList<Seen>();

    new SseDecoder().feed(bytes("xxdata: a\n\nyy"), 2, 11, collect(seen));

    assertThat(seen).containsExactly(Seen.message("a"));
  }

  @Test
  void tellsWhetherAnUnfinishedEventWasThrownAway() {
    for (String unfinished :
        List.of("data: a", "data: a\n", "event: x\n", "data: a\n\ndat", "\u00ef\u00bb", ": k")) {
      assertThat(endAfter(unfinished.getBytes(ISO_8859_1))).as(unfinished).isTrue();
    }
    for (String finished :
        List.of("", "data: a\n\n", ": ka\n", "data: a\r\n\r", "\u00ef\u00bb\u00bf")) {
      assertThat(endAfter(finished.getBytes(ISO_8859_1))).as(finished).isFalse();
    }
  }

  @Test
  void keepsTheReconnectionTimeThatIsOnlyDigits() {
    var decoder = new SseDecoder();
    assertThat(decoder.reconnectionTime()).isEmpty();

    decoder.feed(bytes("retry: 250\n"), (_, _, _) -> {});
    for (String bad : List.of("2s", "1.5", "-1", "", "99999999999999999999999")) {
      decoder.feed(bytes("retry: " + bad + "\n"), (_, _, _) -> {});
    }

    assertThat(decoder.reconnectionTime()).contains(Duration.ofMillis(250));
  }

  @Test
  void takesAnEventUpToTheCapAndNoByteMore() {
    byte[] fits = bytes("data: " + "x".repeat(94) + "\n\n");
    byte[] over = bytes("data: " + "x".repeat(95) + "\n\n");

    for (int chunk : List.of(1, 7, 1000)) {
      assertThat(decodeCapped(fits, chunk)).hasSize(1);
      assertThatThrownBy(() -> decodeCapped(over, chunk)).isInstanceOf(EventTooLarge.class);
    }
  }

  @Test
  void theCapCountsAllDataLinesOfAnEvent() {
    byte[] over = bytes(("data: " + "x".repeat(30) + "\n").repeat(4) + "\n");

    for (int chunk : List.of(1, 7, 1000)) {
      assertThatThrownBy(() -> decodeCapped(over, chunk)).isInstanceOf(EventTooLarge.class);
    }
  }

  @Test
  void theCapDoesNotCountWhatIsNotKept() {
    byte[] chatty = bytes(": ka\n".repeat(1000) + "data: a\n\n" + "data: b\n\n".repeat(100));

    assertThat(decodeCapped(chatty, 11)).hasSize(101);
  }

  @Test
  void anEndlessLineIsRefusedBeforeItEnds() {
    byte[] endless = bytes(": " + "x".repeat(200));

    assertThatThrownBy(() -> decodeCapped(endless, 10))
        .isInstanceOf(EventTooLarge.class)
        .hasMessageContaining("100 bytes");
  }

  @Test
  void readsAnEventOfAlmostOneMebibyteInSmallChunks() {
    String large = "x".repeat(SseDecoder.DEFAULT_MAX_EVENT_BYTES - 6);
    byte[] bytes = bytes("data: " + large + "\n\ndata: b\n\n");
    var seen = new ArrayList<Seen>();
    var decoder = new SseDecoder();

    for (int at = 0; at < bytes.length; at += 1000) {
      decoder.feed(bytes, at, Math.min(bytes.length, at + 1000), collect(seen));
    }

    assertThat(seen).containsExactly(Seen.message(large), Seen.message("b"));
  }

  private static Arguments vector(String input, Seen... expected) {
    return Arguments.of(input, Arrays.asList(expected));
  }

  private static List<Seen> decode(byte[] bytes) {
    return decodeSplitAt(bytes, bytes.length);
  }

  private static List<Seen> decodeSplitAt(byte[] bytes, int split) {
    var seen = new ArrayList<Seen>();
    var decoder = new SseDecoder();
    decoder.feed(Arrays.copyOfRange(bytes, 0, split), collect(seen));
    decoder.feed(Arrays.copyOfRange(bytes, split, bytes.length), collect(seen));
    decoder.end();
    return seen;
  }

  private static List<Seen> decodeByteByByte(byte[] bytes) {
    var seen = new ArrayList<Seen>();
    var decoder = new SseDecoder();
    for (byte b : bytes) {
      decoder.feed(new byte[] {b}, collect(seen));
    }
    decoder.end();
    return seen;
  }

  private static List<Seen> decodeCapped(byte[] bytes, int chunk) {
    var seen = new ArrayList<Seen>();
    var decoder = new SseDecoder(100);
    for (int at = 0; at < bytes.length; at += chunk) {
      decoder.feed(bytes, at, Math.min(bytes.length, at + chunk), collect(seen));
    }
    return seen;
  }

  private static boolean endAfter(byte[] bytes) {
    var decoder = new SseDecoder();
    decoder.feed(bytes, (_, _, _) -> {});
    return decoder.end();
  }

  private static SseDecoder.Sink collect(List<Seen> seen) {
    return (type, data, id) -> seen.add(new Seen(type, data, id));
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(UTF_8);
  }
}
