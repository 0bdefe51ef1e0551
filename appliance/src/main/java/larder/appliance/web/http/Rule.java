package larder.appliance.web.http;

import larder.appliance.security.Scope;

/** Who may call a route. Every route has exactly one. */
public sealed interface Rule {

  /** Everybody who passes the host and origin checks. */
  record Everyone() implements Rule {}

  /** Holders of a token with this scope. */
  record Holding(Scope scope) implements Rule {}

  /**
   * Holders of a URL that the box signed for the path's {@code {title}}, or of a token with this
   * scope.
   *
   * @param purpose what was signed, a word for the route
   */
  record SignedOrHolding(String purpose, Scope scope) implements Rule {}

  /** Programs on the box itself, or holders of a token with this scope. */
  record LocalOrHolding(Scope scope) implements Rule {}
}
