package dev.sluice.bench;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Something on loopback that answers a question by a stream of events. */
sealed interface Target {
  String name();

  int port();

  /** How to ask. */
  RequestOptions request();

  /** What to send. */
  String body(String question);

  /** The simulated Messages API, itself or behind a proxy. */
  record MessagesApi(String name, int port) implements Target {
    @Override
    public RequestOptions request() {
      return post(port, "/v1/messages")
          .putHeader("x-api-key", "bench")
          .putHeader("anthropic-version", "2023-06-01");
    }

    @Override
    public String body(String question) {
      var message = new JsonObject().put("role", "user").put("content", question);
      return new JsonObject()
          .put("model", "claude-sonnet-5-5")
          .put("max_tokens", 128_000)
          .put("stream", true)
          .put("messages", new JsonArray().add(message))
          .encode();
    }
  }

  /** The gateway: a run is committed, queued, worked on, logged and read in one request. */
  record Sluice(int port) implements Target {
    @Override
    public String name() {
      return "Sluice";
    }

    @Override
    public RequestOptions request() {
      return post(port, "/v1/chat/stream");
    }

    @Override
    public String body(String question) {
      return new JsonObject().put("message", question).encode();
    }
  }

  private static RequestOptions post(int port, String path) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI(path)
        .putHeader("content-type", "application/json");
  }
}
