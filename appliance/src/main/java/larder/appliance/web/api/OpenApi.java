package larder.appliance.web.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import larder.appliance.security.Scope;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Route;
import larder.appliance.web.http.Rule;
import org.jspecify.annotations.Nullable;

/**
 * {@code openapi.json}: the description of every route, made from the router's own table and the
 * records that bodies are read into and written from, so that it cannot say anything else than the
 * code does.
 */
public final class OpenApi {

  private final String version;
  private final Supplier<List<Route>> routes;

  /**
   * @param routes all routes of the server, this one's included
   */
  public OpenApi(String version, Supplier<List<Route>> routes) {
    this.version = version;
    this.routes = routes;
  }

  public List<Route> routes() {
    return List.of(
        Paths.holding(Scope.WATCH)
            .get(
                "openapi.json",
                Operation.of("This document (OpenAPI 3.1)."),
                call -> Answer.ok(document())));
  }

  private Map<String, Object> document() {
    Schemas schemas = new Schemas();
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes.get()) {
      paths
          .computeIfAbsent(route.path().text(), path -> new LinkedHashMap<>())
          .put(route.method().name().toLowerCase(Locale.ROOT), operation(route, schemas));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Larder", "version", version));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of("schemas", schemas.components(), "securitySchemes", securitySchemes()));
    return document;
  }

  private static Map<String, Object> operation(Route route, Schemas schemas) {
    Operation operation = route.operation();
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("summary", operation.summary());
    described.put("parameters", parameters(route));
    operation
        .takes()
        .ifPresent(
            type ->
                described.put(
                    "requestBody",
                    Map.of("required", true, "content", json("", schemas.of(type)))));
    described.put("responses", responses(operation, schemas));
    described.put("security", security(route.rule()));
    return described;
  }

  private static List<Object> parameters(Route route) {
    List<Object> parameters = new ArrayList<>();
    Map<String, Object> text = Map.of("type", "string");
    for (String name : route.path().names()) {
      parameters.add(Map.of("name", name, "in", "path", "required", true, "schema", text));
    }
    for (String name : route.operation().queries()) {
      parameters.add(Map.of("name", name, "in", "query", "schema", text));
    }
    return parameters;
  }

  private static Map<String, Object> responses(Operation operation, Schemas schemas) {
    Map<String, Object> success = new LinkedHashMap<>();
    success.put("description", "Done.");
    operation.gives().ifPresent(type -> success.put("content", json("", schemas.of(type))));
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("description", "Refused or failed; the detail says why.");
    problem.put("content", json("problem+", schemas.of(ProblemShape.class)));
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(String.valueOf(operation.status()), success);
    responses.put("default", problem);
    return responses;
  }

  private static Map<String, Object> json(String kind, Object schema) {
    return Map.of("application/" + kind + "json", Map.of("schema", schema));
  }

  private static List<Object> security(Rule rule) {
    return switch (rule) {
      case Rule.Everyone() -> List.of();
      case Rule.Holding(Scope scope) -> holding(scope);
      case Rule.SignedOrHolding(String purpose, Scope scope) -> holding(scope);
      case Rule.LocalOrHolding(Scope scope) -> holding(scope);
    };
  }

  private static List<Object> holding(Scope scope) {
    List<String> scopes = List.of(scope.word());
    return List.of(Map.of("token", scopes), Map.of("cookie", scopes));
  }

  private static Map<String, Object> securitySchemes() {
    return Map.of(
        "token", Map.of("type", "http", "scheme", "bearer"),
        "cookie", Map.of("type", "apiKey", "in", "cookie", "name", "larder"));
  }

  /** RFC 9457, as the box writes it. */
  record ProblemShape(
      String type, String title, int status, String detail, @Nullable String fault) {}
}
