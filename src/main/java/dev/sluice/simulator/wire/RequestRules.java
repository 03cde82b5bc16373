package dev.sluice.simulator.wire;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides whether the API would accept a request, and with which words it would refuse it. */
public final class RequestRules {
  private RequestRules() {}

  /** One rule: the complaint about a request that breaks it, or null. */
  @FunctionalInterface
  interface Rule extends Function<MessagesRequest, @Nullable String> {}

  private static final List<Rule> SHARED =
      List.of(
          FieldRules::types,
          SamplingRules::complaint,
          ToolRules::complaint,
          ThinkingRules::complaint,
          MessageRules::complaint,
          ResultRules::complaint,
          CacheRules::complaint);

  /**
   * The refusal of a request to create a message, if there is one.
   *
   * @param strict whether thinking blocks must stand behind the prefix that they were made for
   * @param mayContinue whether an assistant message may stand last, since a reply has paused
   */
  public static Optional<ApiError> forCreate(
      MessagesRequest request, boolean strict, boolean mayContinue) {
    Stream<Rule> own = Stream.of(FieldRules::ofCreate, FieldRules::maxTokens);
    Stream<Rule> last = mayContinue ? Stream.of() : Stream.of(MessageRules::prefill);
    Stream<Rule> sealed = strict ? Stream.of(ThinkingRules::prefix) : Stream.of();
    return first(
        request, Stream.of(own, SHARED.stream(), last, sealed).flatMap(Function.identity()));
  }

  /** The refusal of a request to count tokens, if there is one. */
  public static Optional<ApiError> forCount(MessagesRequest request) {
    return first(request, Stream.concat(Stream.of(FieldRules::ofCount), SHARED.stream()));
  }

  private static Optional<ApiError> first(MessagesRequest request, Stream<Rule> rules) {
    return rules
        .map(rule -> rule.apply(request))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .findFirst()
        .map(ApiError::invalid);
  }
}
