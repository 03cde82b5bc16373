package dev.sluice.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scalar types that a configuration record may use. */
final class ScalarTypes {
  private static final Map<Class<?>, ScalarType> FIXED =
      Stream.of(
              type("text", String.class, text -> text, Function.identity()),
              type("true or false", Boolean.class, ScalarTypes::bool, Function.identity()),
              type("whole number", Integer.class, NumberText::parseInt, Function.identity()),
              type("whole number", Long.class, NumberText::parseLong, Function.identity()),
              type("number", Double.class, NumberText::parseDouble, NumberText::exact),
              type("number", BigDecimal.class, NumberText::parseDecimal, Function.identity()),
              type("duration", Duration.class, DurationText::parse, DurationText::render),
              type("data size", DataSize.class, ScalarTypes::dataSize, DataSize::toString),
              type("URI", URI.class, ScalarTypes::uri, ScalarTypes::withoutPasswords),
              type("path", Path.class, ScalarTypes::path, Path::toString))
          .collect(Collectors.toUnmodifiableMap(ScalarType::type, Function.identity()));
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          int.class, Integer.class,
          long.class, Long.class,
          double.class, Double.class);

  private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@");
  private static final Pattern PASSWORD =
      Pattern.compile("(?i)([?&;][a-z_-]*(?:password|passwd|pwd|token|secret|key)=)[^&;#]*");

  private ScalarTypes() {}

  static Optional<ScalarType> of(Class<?> type) {
    if (type.isEnum()) {
      return Optional.of(enumeration(type));
    }
    return Optional.ofNullable(FIXED.get(BOXES.getOrDefault(type, type)));
  }

  private static <T> ScalarType type(
      String name, Class<T> type, ScalarType.Parser<T> parser, Function<T, ?> render) {
    return new ScalarType(
        name, type, type == URI.class, parser, value -> render.apply(type.cast(value)));
  }

  private static ScalarType enumeration(Class<?> type) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList();
    String names = constants.stream().map(ScalarTypes::enumName).collect(Collectors.joining(", "));
    ScalarType.Parser<Enum<?>> parser =
        text ->
            constants.stream()
                .filter(constant -> enumName(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal("must be one of " + names));
    return new ScalarType(
        "one of " + names, type, false, parser, constant -> enumName((Enum<?>) constant));
  }

  private static String enumName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static boolean bool(String text) throws Refusal {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Refusal("must be true or false");
    };
  }

  static DataSize dataSize(String text) throws Refusal {
    try {
      return DataSize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private static URI uri(String text) throws Refusal {
    try {
      URI uri = new URI(text);
      if (uri.isAbsolute()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The answer is the same, and the exception would repeat what may hold a password.
    }
    throw new Refusal("must be a URI with its scheme, such as https://example.com");
  }

  /**
   * A password in a URI is as secret as any other. By pattern, not by parts: a URI whose host has
   * an underscore, or whose scheme is nested, has no user info for Java.
   */
  private static String withoutPasswords(URI uri) {
    String masked = USER_INFO.matcher(uri.toString()).replaceAll("//" + Secret.MASK + "@");
    return PASSWORD.matcher(masked).replaceAll("$1" + Secret.MASK);
  }

  static Path path(String text) throws Refusal {
    if (text.isBlank()) {
      throw new Refusal("must be a path, not blank");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Refusal("must be a path of this system");
    }
  }
}
