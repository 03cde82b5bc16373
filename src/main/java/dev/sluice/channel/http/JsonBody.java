package dev.sluice.channel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The JSON object in a request's body, read strictly: proper UTF-8, no key twice, nothing after it.
 * Problems name the place, never the content.
 */
final class JsonBody {
  private static final ObjectReader READER =
      Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private JsonBody() {}

  static ObjectNode of(Call call) {
    if (call.body().length() == 0) {
      throw malformed("the body is empty: send a JSON object");
    }
    checkMediaType(call.header("Content-Type"));
    if (call.header("Content-Encoding").filter(c -> !c.equalsIgnoreCase("identity")).isPresent()) {
      throw unsupported("send the body without Content-Encoding");
    }
    if (parse(decode(call.body())) instanceof ObjectNode object) {
      return object;
    }
    throw malformed("the body must be a JSON object");
  }

  private static void checkMediaType(Optional<String> header) {
    String[] parts = header.orElse("").toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].strip().equals("application/json")) {
      throw unsupported("send the body as Content-Type: application/json");
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw unsupported("send the body in UTF-8");
      }
    }
  }

  private static String decode(Buffer body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(body.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed("the body is not valid UTF-8");
    }
  }

  private static JsonNode parse(String text) {
    try {
      return READER.readTree(text);
    } catch (StreamConstraintsException e) {
      throw malformed(
          "the JSON is nested deeper than "
              + Json.MAX_DEPTH
              + " levels, or has a number or a key of absurd length"
              + place(e));
    } catch (MismatchedInputException e) {
      throw malformed("a key comes twice in one object, or something follows it" + place(e));
    } catch (JsonProcessingException e) {
      throw malformed("malformed JSON" + place(e));
    }
  }

  private static String place(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static ProblemException malformed(String detail) {
    return Problem.of(ProblemType.MALFORMED_JSON, detail).exception();
  }

  private static ProblemException unsupported(String detail) {
    return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail).exception();
  }
}
