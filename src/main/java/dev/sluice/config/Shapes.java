package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the {@link Shape} of configuration records. A record that cannot be configuration is a
 * mistake of the program: {@link IllegalArgumentException}.
 */
final class Shapes {
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final Deque<Class<?>> enclosing = new ArrayDeque<>();

  private Shapes() {}

  static Shape.Section of(Class<? extends Record> type) {
    return new Shapes().section(type);
  }

  /** {@code maxTokens} to {@code max_tokens}. */
  static String snakeCase(String name) {
    return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  private Shape.Section section(Class<? extends Record> type) {
    if (enclosing.contains(type)) {
      throw new IllegalArgumentException(type.getName() + " contains itself");
    }
    enclosing.push(type);
    List<Component> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.add(component(component));
    }
    enclosing.pop();
    refuseSharedKeys(type, components);
    return new Shape.Section(type, List.copyOf(components));
  }

  private static void refuseSharedKeys(Class<?> type, List<Component> components) {
    Set<String> keys = new HashSet<>();
    for (Component component : components) {
      boolean fresh = keys.add(component.key());
      if (!fresh || (component.shape().isSecret() && !keys.add(component.fileKey()))) {
        throw new IllegalArgumentException(type.getName() + ": two components share a key");
      }
    }
  }

  private Component component(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    Doc doc = component.getAnnotation(Doc.class);
    Shape shape = shape(component.getGenericType());
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return new Component(
        component.getName(),
        key == null ? snakeCase(component.getName()) : key.value(),
        shape,
        Bounds.of(component, shape),
        doc == null ? "" : doc.value(),
        accessor);
  }

  private Shape shape(Type type) {
    return switch (type) {
      case Class<?> plain -> ofClass(plain);
      case ParameterizedType generic -> ofGeneric(generic);
      default -> throw unsupported(type);
    };
  }

  private Shape ofClass(Class<?> type) {
    if (type == Secret.class) {
      return new Shape.Concealed();
    }
    if (type == JsonNode.class) {
      return new Shape.Free();
    }
    Optional<ScalarType> scalar = ScalarTypes.of(type);
    if (scalar.isPresent()) {
      return new Shape.Scalar(scalar.get());
    }
    if (type.isRecord()) {
      return section(type.asSubclass(Record.class));
    }
    throw unsupported(type);
  }

  private Shape ofGeneric(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return new Shape.Maybe(shape(arguments[0]));
    }
    if (type.getRawType() == List.class) {
      return new Shape.Items(shape(arguments[0]));
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return new Shape.Entries(shape(arguments[1]));
    }
    throw unsupported(type);
  }

  private static IllegalArgumentException unsupported(Type type) {
    return new IllegalArgumentException(type.getTypeName() + " is no type of configuration");
  }
}
