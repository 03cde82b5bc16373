package dev.sluice.channel.http;

import dev.sluice.event.EventLog;
import dev.sluice.run.Runs;
import io.vertx.core.http.HttpServerRequest;

final class EventStreams {
  EventStreams(EventLog log, Runs runs, HttpMeters meters) {}

  void open(HttpServerRequest request, Answer.Events events) {
    Replies.nothing(request, events.headers());
  }

  void drain() {}
}
