package dev.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.InvalidJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawBlocksTest {
  @Test
  void givesBackEveryCharacterOfEveryBlock() {
    var blocks =
        List.of(
            Block.of("{ \"type\":\"text\" , \"text\":\"a \\u0000 🚚 ]},{\" }"),
            Block.of("{\"b\":1.50,\"type\":\"new_kind\",\"a\":{\"n\":[1e5,{}]}}"),
            Block.of("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"Eq/+==\"}"));

    var message = Message.assistant(blocks);

    assertThat(RawBlocks.split(message.content())).isEqualTo(blocks);
    assertThat(RawBlocks.split(" [ ] ")).isEmpty();
  }

  @Test
  void refusesWhatIsNoListOfBlocks() {
    assertThatThrownBy(() -> RawBlocks.split("{}")).isInstanceOf(InvalidJson.class);
    assertThatThrownBy(() -> RawBlocks.split("[{\"type\":\"text\""))
        .isInstanceOf(InvalidJson.class);
    assertThatThrownBy(() -> RawBlocks.split("[{\"no\":\"type\"}]"))
        .isInstanceOf(InvalidJson.class);
    assertThatThrownBy(() -> RawBlocks.split("[1]")).isInstanceOf(InvalidJson.class);
  }
}
