package larder.appliance.security;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A token as its owner sees it; its secret is known to its holder only.
 *
 * @param id public, to revoke it by
 * @param name who holds it, harmless to show
 * @param lastUsed to the hour
 */
public record Token(
    String id, String name, Set<Scope> scopes, Instant created, Optional<Instant> lastUsed) {

  public Token {
    scopes = Set.copyOf(scopes);
  }

  public boolean allows(Scope scope) {
    return scopes.contains(scope);
  }

  /**
   * A new token with its secret, which is told once.
   *
   * @param secret what the holder sends
   */
  public record Issued(String secret, Token token) {

    @Override
    public String toString() {
      return "Issued[" + token + "]"; // the secret must not reach a log
    }
  }
}
