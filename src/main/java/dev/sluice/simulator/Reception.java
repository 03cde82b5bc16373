package dev.sluice.simulator;

import dev.sluice.simulator.wire.Ids;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Takes requests in: numbers them, writes them down without their secrets, knows who is there. */
final class Reception {
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "x-api-key", "cookie");
  private static final List<String> SECRET_ENDINGS = List.of("-token", "-secret", "api-key");

  private final SimulatorOptions options;
  private final Journal journal;
  private final Set<Exchange> present = new HashSet<>();
  private long numbers;

  Reception(SimulatorOptions options, Journal journal) {
    this.options = options;
    this.journal = journal;
  }

  /** The exchange of a request whose body has arrived. */
  Exchange open(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    Ids ids = new Ids(options.seed(), ++numbers);
    String body = ctx.body() == null ? null : ctx.body().asString();
    JournalEntry entry =
        new JournalEntry(
            numbers,
            options.clock().instant(),
            request.method().name(),
            Objects.requireNonNullElse(request.path(), ""),
            headers(request),
            body == null ? "" : body,
            ids.request());
    Exchange exchange = new Exchange(request, journal, entry, ids, present::remove);
    present.add(exchange);
    journal.begin(entry);
    return exchange;
  }

  /** Breaks everything off that is still in progress. */
  void close() {
    List.copyOf(present).forEach(exchange -> exchange.reset(Outcome.CLOSED));
  }

  private static Map<String, String> headers(HttpServerRequest request) {
    Map<String, String> headers = new TreeMap<>();
    for (var header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      headers.put(name, isSecret(name) ? "***" : header.getValue());
    }
    return headers;
  }

  private static boolean isSecret(String name) {
    return SECRET.contains(name) || SECRET_ENDINGS.stream().anyMatch(name::endsWith);
  }
}
