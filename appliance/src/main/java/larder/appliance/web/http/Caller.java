package larder.appliance.web.http;

import java.util.Optional;
import java.util.Set;
import larder.appliance.security.Scope;

/** Who a call comes from, as far as its route's rule had to know. */
public sealed interface Caller {

  /** Somebody; the route is open to everyone. */
  record Anyone() implements Caller {}

  /** A program on the box itself. */
  record Local() implements Caller {}

  /**
   * The bearer of a signed URL.
   *
   * @param tokenId the token in whose name it was signed
   */
  record Signed(String tokenId) implements Caller {}

  /**
   * The holder of a token.
   *
   * @param tokenId names the token without being it
   * @param name who holds it, for people
   */
  record Holder(String tokenId, String name, Set<Scope> scopes) implements Caller {
    public Holder {
      scopes = Set.copyOf(scopes);
    }
  }

  /** The token behind the call, if there is one. */
  default Optional<String> token() {
    return switch (this) {
      case Anyone() -> Optional.empty();
      case Local() -> Optional.empty();
      case Signed(String tokenId) -> Optional.of(tokenId);
      case Holder(String tokenId, String name, Set<Scope> scopes) -> Optional.of(tokenId);
    };
  }
}
