package dev.sluice.model.chain;

import dev.sluice.model.ModelReply;
import java.time.Duration;
import java.util.Optional;

/**
 * The turn.
 *
 * @param target who gave it
 * @param duration of the call that brought it, without the waits and failures before it
 */
public record ChainReply(
    ModelTarget target,
    ModelReply reply,
    Duration duration,
    Optional<Duration> untilFirstContent) {}
