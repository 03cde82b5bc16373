package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, where the first java on the path is too old. It works on a copy of itself beside the
 * packaged product, so that a newer source file cannot make it build in the middle of a build.
 */
@Timeout(300)
class LauncherIT {
  private static final String OLD_JAVA =
      """
      #!/bin/sh
      echo 'openjdk version "17.0.9" 2023-10-17' >&2
      [ "$1" = -version ]
      """;

  @TempDir Path folder;
  private Path home = Path.of("");
  private String path = "";

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("with space/home"));
    Files.createDirectory(home.resolve("bin"));
    for (String script : List.of("sluice", "bin/find-java")) {
      Files.copy(Path.of(script), home.resolve(script));
      executable(home.resolve(script));
    }
    Path product = Path.of(System.getProperty("sluice.jar", "target/sluice.jar"));
    Files.createSymbolicLink(home.resolve("target"), product.toAbsolutePath().getParent());
    Path bin = Files.createDirectory(folder.resolve("bin"));
    executable(Files.writeString(bin.resolve("java"), OLD_JAVA));
    path = bin + ":/usr/bin:/bin";
  }

  @Test
  void findsAJdkWhereSystemsKeepThem() throws IOException {
    assumeTrue(systemHasJdk(), "no JDK 25 stands where systems keep them");

    startsAndStops(Map.of("PATH", path));
  }

  @Test
  void takesTheJdkOfJavaHomeFirst() {
    startsAndStops(Map.of("PATH", path, "JAVA_HOME", System.getProperty("java.home")));
  }

  @Test
  void findsAJdkInTheHomeFolder() throws IOException {
    Path jdks = Files.createDirectories(folder.resolve("person/.jdks"));
    Files.createSymbolicLink(jdks.resolve("jdk"), Path.of(System.getProperty("java.home")));

    startsAndStops(Map.of("PATH", path, "HOME", folder.resolve("person").toString()));
  }

  @Test
  void worksThroughALink() throws IOException {
    Path link = folder.resolve("bin/sluice");
    Files.createSymbolicLink(link, home.resolve("sluice"));

    var environment = Map.of("PATH", path, "JAVA_HOME", System.getProperty("java.home"));
    try (var process =
        SluiceProcess.of(folder, environment, List.of(link.toString(), "--version"))) {
      assertThat(process.line("sluice ")).isNotBlank();
      assertThat(process.exitCode()).isZero();
    }
  }

  private void startsAndStops(Map<String, String> environment) {
    var full = new HashMap<>(environment);
    full.put("SLUICE_HTTP_PORT", "0");
    full.put("SLUICE_MANAGEMENT_PORT", "0");
    full.put("SLUICE_DATA_DIR", folder.resolve("data").toString());
    try (var process =
        SluiceProcess.of(folder, full, List.of(home.resolve("sluice").toString()))) {
      assertThat(process.address("Sluice")).startsWith("http://127.0.0.1:");
      // The script has become the java process: the signal reaches it.
      assertThat(process.stop()).isZero();
    }
  }

  private static boolean systemHasJdk() throws IOException {
    try (var jdks = Files.newDirectoryStream(Path.of("/usr/lib/jvm"))) {
      for (Path jdk : jdks) {
        Path release = jdk.resolve("release");
        if (Files.isReadable(release) && Files.readString(release).contains("VERSION=\"25")) {
          return true;
        }
      }
    } catch (IOException none) {
      return false;
    }
    return false;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
