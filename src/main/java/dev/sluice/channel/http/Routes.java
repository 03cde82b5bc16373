package dev.sluice.channel.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The endpoints as a router. What no endpoint takes gets its problem document here. */
final class Routes {
  private Routes() {}

  static Router of(Vertx vertx, List<Endpoint> endpoints, HttpEdge edge) {
    var router = Router.router(vertx);
    for (Endpoint endpoint : endpoints) {
      var route = router.route(endpoint.method(), endpoint.path());
      if (endpoint.method().equals(HttpMethod.GET)) {
        route.method(HttpMethod.HEAD);
      }
      route.handler(context -> edge.handle(context, endpoint));
    }
    allowed(endpoints)
        .forEach((path, allow) -> router.route(path).handler(context -> other(context, allow)));
    router.errorHandler(404, context -> refuse(context, ProblemType.NOT_FOUND, "see GET /"));
    router.errorHandler(
        400,
        context ->
            refuse(context, ProblemType.MALFORMED_REQUEST, "the URL has a bad percent-encoding"));
    return router;
  }

  /** The value of {@code Allow} by path. */
  private static Map<String, String> allowed(List<Endpoint> endpoints) {
    var methods = new LinkedHashMap<String, TreeSet<String>>();
    for (Endpoint endpoint : endpoints) {
      var names = methods.computeIfAbsent(endpoint.path(), _ -> new TreeSet<>());
      names.add(endpoint.method().name());
      names.add(HttpMethod.OPTIONS.name());
      if (endpoint.method().equals(HttpMethod.GET)) {
        names.add(HttpMethod.HEAD.name());
      }
    }
    var allowed = new LinkedHashMap<String, String>();
    methods.forEach((path, names) -> allowed.put(path, String.join(", ", names)));
    return allowed;
  }

  private static void other(RoutingContext context, String allow) {
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      Replies.nothing(context.request(), Map.of("Allow", allow));
      return;
    }
    var problem = Problem.of(ProblemType.METHOD_NOT_ALLOWED, "allowed here: " + allow);
    Replies.problem(context.request(), problem.header("Allow", allow));
  }

  private static void refuse(RoutingContext context, ProblemType type, String detail) {
    Replies.problem(context.request(), Problem.of(type, detail));
  }
}
