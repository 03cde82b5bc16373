package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ManyStreamsTest {
  private static final int STREAMS = 300;

  @Test
  void playsManyPacedStreamsAtOnceWithoutMixingThem() throws Exception {
    String script =
        "- reply: [{text: '[{{text}}]', repeat: 20, pace: {chars: 3, delay: 4ms, first: 20ms}}]";
    try (RunningSimulator running = RunningSimulator.playing(script)) {
      HttpClient client = client(running.vertx());
      Set<String> wrong = ConcurrentHashMap.newKeySet();
      List<Future<Buffer>> all =
          IntStream.range(0, STREAMS)
              .mapToObj(i -> "stream " + i)
              .map(
                  name ->
                      call(client, running.simulator().port(), name)
                          .onSuccess(
                              body -> {
                                if (!text(body).equals(("[" + name + "]").repeat(20))) {
                                  wrong.add(name);
                                }
                              }))
              .toList();
      Future.all(all).await();

      assertThat(wrong).isEmpty();
      assertThat(running.simulator().modelCalls())
          .hasSize(STREAMS)
          .allMatch(call -> call.outcome() == Outcome.COMPLETED);
      client.close().await();
    }
  }

  private static Future<Buffer> call(HttpClient client, int port, String text) {
    return client
        .request(HttpMethod.POST, port, "127.0.0.1", "/v1/messages")
        .compose(
            request ->
                request
                    .putHeader("x-api-key", "k")
                    .putHeader("anthropic-version", "2023-06-01")
                    .putHeader("content-type", "application/json")
                    .send(Bodies.streaming(text))
                    .compose(response -> response.body()));
  }

  private static String text(Buffer body) {
    try {
      return SseReading.of(body.toString()).text();
    } catch (JsonProcessingException e) {
      return e.toString();
    }
  }

  private static HttpClient client(Vertx vertx) {
    return vertx.createHttpClient(
        new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(STREAMS));
  }
}
