package dev.sluice.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExactTextTest {

  @Provide
  Arbitrary<String> nasty() {
    return Arbitraries.strings()
        .withChars('\\', '\0', '0', 'u', 'd', '8', 'a', '\ud83d', '\ude80', 'é')
        .ofMaxLength(24);
  }

  @Property
  void givesEveryTextBack(@ForAll("nasty") String text) {
    assertThat(ExactText.decode(ExactText.encode(text))).isEqualTo(text);
  }

  @Property
  void makesTextsThatHaveBytes(@ForAll("nasty") String text) {
    String kept = ExactText.encode(text);
    assertThat(kept).doesNotContain("\0");
    assertThat(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(kept);
  }

  @Property
  void keepsDifferentTextsDifferent(@ForAll("nasty") String one, @ForAll("nasty") String other) {
    assertThat(ExactText.encode(one).equals(ExactText.encode(other))).isEqualTo(one.equals(other));
  }

  @Property
  void keepsTheMeaningOfJson(@ForAll("nasty") String text) {
    String json = Json.write(text);
    String kept = ExactText.json(json);
    assertThat(Json.parse(kept).textValue()).isEqualTo(text);
    assertThat(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(kept);
  }

  @Test
  void leavesOrdinaryTextAndJsonAlone() {
    assertThat(ExactText.encode("naïve 🚀 text")).isEqualTo("naïve 🚀 text");
    assertThat(ExactText.json("{\"a\":\"\\u0000 \\\\ 🚀\"}"))
        .isEqualTo("{\"a\":\"\\u0000 \\\\ 🚀\"}");
  }
}
