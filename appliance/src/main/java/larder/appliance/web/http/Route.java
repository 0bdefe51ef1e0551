package larder.appliance.web.http;

import java.util.Objects;

/**
 * One line of the router's table. A route cannot be made without a rule.
 *
 * @param operation what it does, for the OpenAPI document
 */
public record Route(
    Method method, PathTemplate path, Rule rule, Operation operation, Endpoint endpoint) {

  public Route {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(endpoint, "endpoint");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
