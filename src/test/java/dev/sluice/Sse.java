package dev.sluice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads event streams as a program in another process would: blocking, by the JDK's own client. */
public final class Sse implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpResponse<InputStream> response;
  private final BufferedReader reader;

  /** {@code id} empty when the event had none. */
  public record Event(String id, String name, JsonNode data) {}

  private Sse(HttpResponse<InputStream> response) {
    this.response = response;
    this.reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** Follows a run from after the id. */
  public static Sse get(String url, Optional<String> lastEventId) {
    var request = HttpRequest.newBuilder(URI.create(url)).header("accept", "text/event-stream");
    lastEventId.ifPresent(id -> request.header("last-event-id", id));
    return send(request.GET().build());
  }

  public static Sse post(String url, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private static Sse send(HttpRequest request) {
    try {
      return new Sse(HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An answer that is not a stream. */
  public static HttpResponse<String> json(String method, String url, @Nullable String body) {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("content-type", "application/json")
            .method(method, publisher)
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int status() {
    return response.statusCode();
  }

  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** The next event; empty when the stream has ended, well or not. */
  public Optional<Event> next() {
    String id = "";
    String name = "message";
    var data = new StringBuilder();
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isEmpty() && !data.isEmpty()) {
          return Optional.of(new Event(id, name, Json.parse(data.toString())));
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line, 6, line.length());
        }
      }
    } catch (IOException cut) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** All events until the stream ends. */
  public List<Event> rest() {
    var events = new ArrayList<Event>();
    for (var event = next(); event.isPresent(); event = next()) {
      events.add(event.get());
    }
    return events;
  }

  /** Leaves; the other side sees the connection close. */
  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
