package dev.sluice.config;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the annotations of a component into {@link Bound}s. An annotation on a type that it does
 * not fit is a mistake of the program: {@link IllegalArgumentException}.
 */
final class Bounds {
  private final RecordComponent component;
  private final Shape outer;
  private final Shape leaf;
  private final List<Bound> bounds = new ArrayList<>();

  private Bounds(RecordComponent component, Shape outer) {
    this.component = component;
    this.outer = outer instanceof Shape.Maybe(Shape of) ? of : outer;
    this.leaf = leaf(outer);
  }

  static List<Bound> of(RecordComponent component, Shape shape) {
    Bounds bounds = new Bounds(component, shape);
    bounds.range();
    bounds.durations();
    bounds.sizes();
    bounds.texts();
    bounds.count();
    return List.copyOf(bounds.bounds);
  }

  private static Shape leaf(Shape shape) {
    return switch (shape) {
      case Shape.Maybe(Shape of) -> leaf(of);
      case Shape.Items(Shape of) -> leaf(of);
      case Shape.Entries(Shape of) -> leaf(of);
      case Shape.Scalar _, Shape.Concealed _, Shape.Free _, Shape.Section _ -> shape;
    };
  }

  private void range() {
    Range range = component.getAnnotation(Range.class);
    if (range == null) {
      return;
    }
    require(leaf instanceof Shape.Scalar(ScalarType type) && type.isNumber(), "@Range");
    BigDecimal min = Double.isInfinite(range.min()) ? null : BigDecimal.valueOf(range.min());
    BigDecimal max = Double.isInfinite(range.max()) ? null : BigDecimal.valueOf(range.max());
    between(min, max, NumberText::exact, NumberText::render);
  }

  private void durations() {
    DurationRange range = component.getAnnotation(DurationRange.class);
    if (range == null) {
      return;
    }
    require(isLeaf(Duration.class), "@DurationRange");
    between(
        bound(range.min(), DurationText::parse),
        bound(range.max(), DurationText::parse),
        Duration.class::cast,
        DurationText::render);
  }

  private void sizes() {
    DataSizeRange range = component.getAnnotation(DataSizeRange.class);
    if (range == null) {
      return;
    }
    require(isLeaf(DataSize.class), "@DataSizeRange");
    between(
        bound(range.min(), ScalarTypes::dataSize),
        bound(range.max(), ScalarTypes::dataSize),
        DataSize.class::cast,
        DataSize::toString);
  }

  private void texts() {
    if (component.isAnnotationPresent(NotBlank.class)) {
      require(isLeaf(String.class), "@NotBlank");
      bounds.add(new Bound("must not be blank", false, v -> !((String) v).isBlank()));
    }
    Matches matches = component.getAnnotation(Matches.class);
    if (matches != null) {
      require(isLeaf(String.class), "@Matches");
      Pattern pattern = Pattern.compile(matches.regex());
      bounds.add(new Bound(matches.message(), false, v -> pattern.matcher((String) v).matches()));
    }
  }

  private void count() {
    Size size = component.getAnnotation(Size.class);
    if (size == null) {
      return;
    }
    boolean text = outer instanceof Shape.Scalar(ScalarType type) && type.is(String.class);
    require(text || outer instanceof Shape.Items || outer instanceof Shape.Entries, "@Size");
    String one = text ? "character" : "entry";
    String many = text ? "characters" : "entries";
    if (size.min() > 0) {
      bounds.add(
          new Bound(
              "must have at least " + size.min() + " " + (size.min() == 1 ? one : many),
              true,
              v -> count(v) >= size.min()));
    }
    if (size.max() < Integer.MAX_VALUE) {
      bounds.add(
          new Bound(
              "must have at most " + size.max() + " " + (size.max() == 1 ? one : many),
              true,
              v -> count(v) <= size.max()));
    }
  }

  private static int count(Object value) {
    return switch (value) {
      case Collection<?> items -> items.size();
      case Map<?, ?> entries -> entries.size();
      default -> value.toString().length();
    };
  }

  private <T extends Comparable<T>> void between(
      @Nullable T min, @Nullable T max, Function<Object, T> value, Function<T, String> render) {
    if (min != null) {
      bounds.add(
          new Bound(
              "must be at least " + render.apply(min),
              false,
              v -> value.apply(v).compareTo(min) >= 0));
    }
    if (max != null) {
      bounds.add(
          new Bound(
              "must be at most " + render.apply(max),
              false,
              v -> value.apply(v).compareTo(max) <= 0));
    }
  }

  private <T> @Nullable T bound(String text, ScalarType.Parser<T> parser) {
    try {
      return text.isEmpty() ? null : parser.parse(text);
    } catch (Refusal e) {
      throw new IllegalArgumentException(component + ": bound " + e.reason(), e);
    }
  }

  private boolean isLeaf(Class<?> wanted) {
    return leaf instanceof Shape.Scalar(ScalarType type) && type.is(wanted);
  }

  private void require(boolean fits, String annotation) {
    if (!fits) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getName()
              + ": "
              + annotation
              + " does not fit "
              + component);
    }
  }
}
