package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  record App(String name) {}

  @TempDir private Path folder = Path.of("");

  private Path file(byte[] content) throws Exception {
    return Files.write(folder.resolve("sluice.yaml"), content);
  }

  @Test
  void loadsAFileWithTheEnvironmentOfTheProcess() throws Exception {
    Path file = file("name: Zoë 🚰".getBytes(StandardCharsets.UTF_8));

    App app =
        ConfigLoader.load(
            App.class, new App(""), file.toString(), ConfigLoader.read(file), System::getenv);

    assertThat(app).isEqualTo(new App("Zoë 🚰"));
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws Exception {
    Path latin = file("name: x\nother: Zo\u00eb\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ConfigLoader.read(latin))
        .isInstanceOf(ConfigException.class)
        .hasMessage(latin + ": is not UTF-8 text (line 2)");

    Path wide = file("name: x\n".getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> ConfigLoader.read(wide))
        .isInstanceOf(ConfigException.class)
        .hasMessage(wide + ": is not UTF-8 text (line 1)");

    Path cut = file(new byte[] {'a', '\n', (byte) 0xe2, (byte) 0x82});
    assertThatThrownBy(() -> ConfigLoader.read(cut))
        .isInstanceOf(ConfigException.class)
        .hasMessage(cut + ": is not UTF-8 text (line 2)");
  }

  @Test
  void saysWhyAFileCannotBeRead() throws Exception {
    assertThatThrownBy(() -> ConfigLoader.read(folder.resolve("none.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("none.yaml: cannot be read: there is no such file");
    assertThatThrownBy(() -> ConfigLoader.read(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("cannot be read: it is a folder");
    assertThatThrownBy(() -> ConfigLoader.read(file(new byte[1024 * 1024 + 1])))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("is larger than 1MiB");
  }
}
