package dev.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads small UTF-8 files; every failure is a {@link Refusal} in a person's words. Blocks. */
final class SourceText {
  private SourceText() {}

  static String read(Path file, int maxBytes) throws Refusal {
    byte[] bytes = bytes(file, maxBytes);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    out.flip();
    if (result.isError()) {
      throw new Refusal(
          "is not UTF-8 text (line " + YamlText.lineAt(out.toString(), out.length()) + ")");
    }
    return out.toString();
  }

  private static byte[] bytes(Path file, int maxBytes) throws Refusal {
    if (Files.isDirectory(file)) {
      throw new Refusal("cannot be read: it is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new Refusal("is larger than " + new DataSize(maxBytes));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new Refusal("cannot be read: there is no such file");
    } catch (AccessDeniedException e) {
      throw new Refusal("cannot be read: no permission");
    } catch (IOException e) {
      throw new Refusal("cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
