package larder.appliance.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Tickets that are exchanged for a token once: they ride in the fragment of a printed URL, which no
 * server and no proxy sees. Forgotten with the run. Safe for several threads.
 */
public final class OneTimeTickets {

  /** Long enough for someone who starts the box and then goes to dinner. */
  static final Duration LIFE = Duration.ofHours(12);

  /** The oldest goes first; nobody prints that many URLs. */
  private static final int MAX_OPEN = 32;

  private final Tokens tokens;
  private final Secrets secrets;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, Ticket> open = new LinkedHashMap<>();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public OneTimeTickets(Tokens tokens, SecureRandom random, LongSupplier nanoTime) {
    this.tokens = tokens;
    this.secrets = new Secrets(random);
    this.nanoTime = nanoTime;
  }

  /** A new ticket for a token with these scopes. */
  public String issue(String name, Set<Scope> scopes) {
    String secret = secrets.secret();
    lock.lock();
    try {
      if (open.size() == MAX_OPEN) {
        open.remove(open.keySet().iterator().next());
      }
      open.put(secret, new Ticket(name, Set.copyOf(scopes), nanoTime.getAsLong()));
    } finally {
      lock.unlock();
    }
    return secret;
  }

  /** Exchanges a ticket; empty if it is unknown, too old or was used. */
  public Optional<Token.Issued> redeem(String secret) {
    return take(secret).map(ticket -> tokens.issue(ticket.name, ticket.scopes));
  }

  private Optional<Ticket> take(String secret) {
    lock.lock();
    try {
      return Optional.ofNullable(open.remove(secret))
          .filter(ticket -> nanoTime.getAsLong() - ticket.issuedNanos < LIFE.toNanos());
    } finally {
      lock.unlock();
    }
  }

  private record Ticket(String name, Set<Scope> scopes, long issuedNanos) {}
}
