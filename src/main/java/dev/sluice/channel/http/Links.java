package dev.sluice.channel.http;

import dev.sluice.id.RunId;
import dev.sluice.id.UserId;
import dev.sluice.run.Run;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a run is found, relative to the server. A caller who spoke for somebody else gets links
 * that go on doing so: they work as they stand.
 */
record Links(Caller caller) {

  String run(Run run) {
    return path(run.id()) + asUser(run.user());
  }

  String events(Run run) {
    return events(run.id(), run.user());
  }

  String events(RunId run, UserId user) {
    return path(run) + "/events" + asUser(user);
  }

  private static String path(RunId run) {
    return "/v1/runs/" + encode(run.value());
  }

  private String asUser(UserId user) {
    return user.equals(caller.user()) ? "" : "?user_id=" + encode(user.value());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
