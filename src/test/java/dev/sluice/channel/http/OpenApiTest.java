package dev.sluice.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.FakeEventLog;
import dev.sluice.testing.TestVertx;
import io.vertx.core.http.HttpMethod;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private final ApiDocument document = ApiDocument.load();

  @Test
  void routerAndDocumentHaveTheSameOperations() {
    var vertx = TestVertx.create();
    try {
      var endpoints =
          HttpVerticle.endpoints(
              new FakeRuns(), new FakeConversations(), HttpMeters.none(), ModelKind.API);
      var edge =
          new HttpEdge(
              vertx,
              HttpFixture.config(),
              Authenticator.loopback(),
              new EventStreams(
                  HttpFixture.config().sse(),
                  new FakeEventLog(),
                  new FakeRuns(),
                  HttpMeters.none()));
      var routed = new TreeSet<String>();
      for (var route : Routes.of(vertx, endpoints, edge).getRoutes()) {
        if (route.methods() != null) {
          for (HttpMethod method : route.methods()) {
            routed.add(
                method + " " + String.valueOf(route.getPath()).replaceAll(":(\\w+)", "{$1}"));
          }
        }
      }
      routed.removeIf(operation -> operation.startsWith("HEAD "));

      assertThat(routed).isEqualTo(document.operations());
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void everyProblemTypeIsDocumented() {
    var documented = new TreeSet<String>();
    document
        .root
        .at("/components/schemas/Problem/properties/type/enum")
        .forEach(type -> documented.add(type.asText()));
    var real = new TreeSet<String>();
    for (ProblemType type : ProblemType.values()) {
      real.add(type.urn());
    }

    assertThat(documented).isEqualTo(real);
  }
}
