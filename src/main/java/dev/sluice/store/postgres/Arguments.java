package dev.sluice.store.postgres;

import dev.sluice.id.ConversationId;
import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what the house speaks of into what a statement takes. */
final class Arguments {

  /** JSON that must come back as it is; any other text is kept exactly, too, but escaped. */
  record Raw(String json) {}

  private Arguments() {}

  static Tuple of(@Nullable Object... arguments) {
    Tuple tuple = Tuple.tuple();
    for (Object argument : arguments) {
      tuple.addValue(value(argument));
    }
    return tuple;
  }

  private static @Nullable Object value(@Nullable Object argument) {
    return switch (argument) {
      case null -> null;
      case Raw raw -> ExactText.json(raw.json());
      case String text -> ExactText.encode(text);
      case RunId run -> ExactText.encode(run.value());
      case ConversationId conversation -> ExactText.encode(conversation.value());
      case UserId user -> ExactText.encode(user.value());
      case Instant time -> Times.of(time);
      case Duration duration -> Times.micros(duration);
      case Optional<?> maybe -> value(maybe.orElse(null));
      case Collection<?> texts -> texts(texts);
      case Long number -> number;
      case Integer number -> number;
      case Boolean flag -> flag;
      case UUID token -> token;
      default -> throw new IllegalArgumentException("cannot store a " + argument.getClass());
    };
  }

  private static @Nullable String[] texts(Collection<?> texts) {
    return texts.stream().map(text -> (String) value(text)).toArray(String[]::new);
  }
}
