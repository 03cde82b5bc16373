package dev.sluice.channel.http;

import dev.sluice.id.UserId;
import java.util.Optional;

/**
 * Who makes a request, as the credential says.
 *
 * @param mayActForOthers may name another user in the request
 */
public record Caller(UserId user, boolean mayActForOthers) {

  /** The user that the request is for; a {@link ProblemException} when that may not be. */
  UserId actingFor(Optional<UserId> asked) {
    if (asked.isEmpty() || asked.get().equals(user) || mayActForOthers) {
      return asked.orElse(user);
    }
    throw Problem.of(
            ProblemType.FORBIDDEN,
            "this credential may not speak for other users: leave user_id out")
        .exception();
  }
}
