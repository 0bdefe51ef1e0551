package larder.appliance.web.http;

import java.util.Optional;

/** The request methods that routes can have. */
public enum Method {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE;

  /** The method of that name, which is case-sensitive (RFC 9110, 9.1). */
  static Optional<Method> named(String name) {
    for (Method method : values()) {
      if (method.name().equals(name)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  /** Whether a call with this method may change something on the box. */
  public boolean changes() {
    return this != GET && this != HEAD;
  }
}
