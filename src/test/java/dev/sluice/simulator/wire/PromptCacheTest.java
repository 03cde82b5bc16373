package dev.sluice.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.ManualClock;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptCacheTest {
  private static final int MINIMUM = 10;
  private static final String FORTY = "x".repeat(40);
  private static final String MARK = ", 'cache_control': {'type': 'ephemeral'}";
  private static final String HOUR = ", 'cache_control': {'type': 'ephemeral', 'ttl': '1h'}";

  private final ManualClock clock = new ManualClock();
  private final PromptCache cache = new PromptCache(clock);

  @Test
  void writesFirstAndReadsThen() {
    assertThat(call(system(FORTY, MARK))).isEqualTo(new Usage(5, 0, 10, 0, 0, 0));
    assertThat(call(system(FORTY, MARK))).isEqualTo(new Usage(5, 10, 0, 0, 0, 0));
    assertThat(call(system(FORTY + "y", MARK))).isEqualTo(new Usage(5, 0, 11, 0, 0, 0));
  }

  @Test
  void ignoresAPrefixThatIsTooShortAndARequestWithoutMarks() {
    assertThat(call(system("short", MARK))).isEqualTo(new Usage(7, 0, 0, 0, 0, 0));
    assertThat(call(system(FORTY, ""))).isEqualTo(new Usage(15, 0, 0, 0, 0, 0));
  }

  @Test
  void forgetsAnEntryUnlessItIsReadInTime() {
    call(system(FORTY, MARK));
    clock.advance(Duration.ofMinutes(4));
    assertThat(call(system(FORTY, MARK)).cacheRead()).isEqualTo(10);
    clock.advance(Duration.ofMinutes(4));
    assertThat(call(system(FORTY, MARK)).cacheRead()).isEqualTo(10);
    clock.advance(Duration.ofMinutes(5));
    assertThat(call(system(FORTY, MARK)).cacheRead()).isZero();
  }

  @Test
  void keepsAnHourWhenAskedTo() {
    assertThat(call(system(FORTY, HOUR))).isEqualTo(new Usage(5, 0, 0, 10, 0, 0));
    clock.advance(Duration.ofMinutes(59));
    assertThat(call(system(FORTY, HOUR)).cacheRead()).isEqualTo(10);
  }

  @Test
  void extendsAGrowingConversationFromTheLongestKnownPrefix() {
    String automatic = "'cache_control': {'type': 'ephemeral'}, ";
    String first = automatic + "'messages': [" + user(FORTY) + "]";
    String second =
        automatic
            + "'messages': ["
            + user(FORTY)
            + ", {'role': 'assistant', 'content': 'abcd'}, "
            + user("efgh")
            + "]";

    assertThat(call(first)).isEqualTo(new Usage(0, 0, 13, 0, 0, 0));
    assertThat(call(second)).isEqualTo(new Usage(0, 13, 8, 0, 0, 0));
    assertThat(call(second)).isEqualTo(new Usage(0, 21, 0, 0, 0, 0));
  }

  @Test
  void looksBackTwentyBlocksAndNotOneMore() {
    call(marked(20));
    assertThat(call(marked(39)).cacheRead()).isPositive();
    assertThat(call(marked(59)).cacheRead()).isZero();
  }

  @Test
  void isReadableOnlyOnceAResponseHasBegun() {
    MessagesRequest request = Calls.with(system(FORTY, MARK));
    PromptCache.Reading first = cache.look(request, MINIMUM);

    assertThat(cache.look(request, MINIMUM).usage().cacheRead()).isZero();
    cache.commit(first);
    assertThat(cache.look(request, MINIMUM).usage().cacheRead()).isEqualTo(10);
  }

  @Test
  void losesMessagesButNotSystemWhenThinkingChanges() {
    String messages =
        "'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': '"
            + FORTY
            + "'"
            + MARK
            + "}]}]";
    String both = system(FORTY, MARK) + ", " + messages;
    call(both);
    Usage changed = call(both + ", 'thinking': {'type': 'adaptive'}");

    assertThat(changed).isEqualTo(new Usage(0, 10, 13, 0, 0, 0));
  }

  @Test
  void keepsModelsAndWorkspacesApart() {
    call(system(FORTY, MARK));
    assertThat(call(system(FORTY, MARK) + ", 'model': 'claude-opus-5'").cacheRead()).isZero();
  }

  @Test
  void refusesAFifthMarkAndALongerLifeAfterAShorter() {
    String five =
        IntStream.range(0, 5)
            .mapToObj(i -> "{'type': 'text', 'text': 'a'" + MARK + "}")
            .collect(Collectors.joining(", ", "'system': [", "]"));
    String order =
        "'system': [{'type': 'text', 'text': 'a'%s}, {'type': 'text', 'text': 'b'%s}]"
            .formatted(MARK, HOUR);

    assertThat(refusal(five)).contains("maximum of 4").contains("Found 5");
    assertThat(refusal(order)).contains("ttl='1h'");
  }

  private static String refusal(String fields) {
    return RequestRules.forCreate(Calls.with(fields), false, false).orElseThrow().message();
  }

  private Usage call(String fields) {
    PromptCache.Reading reading = cache.look(Calls.with(fields), MINIMUM);
    cache.commit(reading);
    return reading.usage();
  }

  private static String marked(int blocks) {
    return IntStream.range(0, blocks)
        .mapToObj(
            i -> "{'type': 'text', 'text': 'n%d'%s}".formatted(i, i == blocks - 1 ? MARK : ""))
        .collect(Collectors.joining(", ", "'system': [", "]"));
  }

  private static String system(String text, String mark) {
    return "'system': [{'type': 'text', 'text': '%s'%s}]".formatted(text, mark);
  }

  private static String user(String text) {
    return "{'role': 'user', 'content': '%s'}".formatted(text);
  }
}
