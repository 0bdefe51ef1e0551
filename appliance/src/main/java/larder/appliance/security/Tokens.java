package larder.appliance.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import larder.appliance.store.Database;
import larder.appliance.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was let in, and what each may do. A token is valid until it is revoked or nobody has used it
 * for 90 days of the box's running time: no clock can lock its holder out. Safe for several
 * threads; checking a token touches the disk a few times an hour at most.
 */
public final class Tokens {

  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  /** A household has tens; a bound on what a paired device can make the box remember. */
  static final int MAX_TOKENS = 500;

  /** Of running time without a use, after which a token is worthless. */
  public static final Duration IDLE_LIFE = Duration.ofDays(90);

  private static final Duration USE_GRAIN = Duration.ofHours(1);

  private final TokenTable table;
  private final Secrets secrets;
  private final InstantSource clock;
  private final RunningTime time;
  private final List<Consumer<String>> revocationListeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, Token> byHash = new HashMap<>();

  /** The ids of those that outlive this run, with the running time of their last use. */
  @GuardedBy("lock")
  private final Map<String, Long> kept = new HashMap<>();

  /**
   * @param clock for the dates that the owner sees, nothing else
   * @param nanoTime as {@link System#nanoTime}
   */
  public Tokens(
      Database database, SecureRandom random, InstantSource clock, LongSupplier nanoTime) {
    this.table = new TokenTable(database);
    this.secrets = new Secrets(random);
    this.clock = clock;
    this.time = new RunningTime(database, nanoTime);
  }

  /** Loads the tokens of earlier runs; call once before anything else. */
  public void open() {
    time.open();
    long now = time.seconds();
    table.dropUnusedSince(now - IDLE_LIFE.toSeconds(), now);
    Map<String, Token> stored = table.load();
    Map<String, Long> used = table.lastUses();
    lock.lock();
    try {
      byHash.putAll(stored);
      kept.putAll(used);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A new token, on disk before this returns.
   *
   * @param name who will hold it; made harmless
   * @throws StoreException if it cannot be stored, or there are too many
   */
  public Token.Issued issue(String name, Set<Scope> scopes) {
    String secret = secrets.secret();
    Token token = newToken(name, scopes);
    checkRoom();
    table.insert(token, Secrets.hash(secret), time.seconds());
    remember(secret, token, Life.STORED);
    return new Token.Issued(secret, token);
  }

  /**
   * A new token that ends with this run of the box, for the attached screen and automation. Its id
   * is its holder's in every run: what was signed in its name goes on after a restart, once the
   * holder has its new token.
   */
  public Token.Issued issueForThisRun(String name, Set<Scope> scopes) {
    String secret = secrets.secret();
    String holder = HolderName.harmless(name);
    Token token =
        new Token(Secrets.runId(holder), holder, scopes, clock.instant(), Optional.empty());
    remember(secret, token, Life.THIS_RUN);
    return new Token.Issued(secret, token);
  }

  /** The token with this secret, if there is one. */
  public Optional<Token> authenticate(String secret) {
    String hash = HexFormat.of().formatHex(Secrets.hash(secret));
    Instant now = clock.instant();
    long ran = time.seconds();
    Token known;
    Use use;
    lock.lock();
    try {
      Token token = byHash.get(hash);
      if (token == null) {
        return Optional.empty();
      }
      use = use(token, now, ran);
      known = use == Use.DUE ? used(token, now) : token;
      if (use == Use.DUE) {
        byHash.put(hash, known);
        kept.put(known.id(), ran);
      }
    } finally {
      lock.unlock();
    }
    return switch (use) {
      case FRESH -> Optional.of(known);
      case DUE -> noted(known, now, ran);
      case EXPIRED -> expired(known);
    };
  }

  @GuardedBy("lock")
  private Use use(Token token, Instant now, long ran) {
    Long last = kept.get(token.id());
    if (last == null) {
      return Use.FRESH; // it ends with this run
    }
    long idleSeconds = ran - last;
    if (idleSeconds >= IDLE_LIFE.toSeconds()) {
      return Use.EXPIRED;
    }
    return isFresh(token, now) && idleSeconds < USE_GRAIN.toSeconds() ? Use.FRESH : Use.DUE;
  }

  private static Token used(Token token, Instant now) {
    return new Token(token.id(), token.name(), token.scopes(), token.created(), Optional.of(now));
  }

  private Optional<Token> expired(Token token) {
    LOG.info("the token {} was not used for {} days", token.id(), IDLE_LIFE.toDays());
    revoke(token.id());
    return Optional.empty();
  }

  /** Whether somebody holds the token with this id: it was issued, and not revoked. */
  public boolean isHeld(String id) {
    lock.lock();
    try {
      return byHash.values().stream().anyMatch(token -> token.id().equals(id));
    } finally {
      lock.unlock();
    }
  }

  /** Every stored token, oldest first. */
  public List<Token> list() {
    lock.lock();
    try {
      Set<String> stored = Set.copyOf(kept.keySet());
      return byHash.values().stream()
          .filter(token -> stored.contains(token.id()))
          .sorted(Comparator.comparing(Token::created).thenComparing(Token::id))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody was ever let in for good, or everyone was put out. */
  public boolean isUnclaimed() {
    lock.lock();
    try {
      return kept.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Makes a token worthless at once. @return false if there is none with this id */
  public boolean revoke(String id) {
    table.delete(id);
    boolean known;
    lock.lock();
    try {
      known = byHash.values().removeIf(token -> token.id().equals(id));
      kept.remove(id);
    } finally {
      lock.unlock();
    }
    if (known) {
      revocationListeners.forEach(listener -> listener.accept(id));
    }
    return known;
  }

  /** Calls {@code listener} with the id of each revoked token, so that what it runs can be cut. */
  public Registration onRevoke(Consumer<String> listener) {
    revocationListeners.add(listener);
    return () -> revocationListeners.remove(listener);
  }

  private Token newToken(String name, Set<Scope> scopes) {
    return new Token(
        secrets.id(), HolderName.harmless(name), scopes, clock.instant(), Optional.empty());
  }

  private void remember(String secret, Token token, Life life) {
    long ran = time.seconds();
    lock.lock();
    try {
      byHash.put(HexFormat.of().formatHex(Secrets.hash(secret)), token);
      if (life == Life.STORED) {
        kept.put(token.id(), ran);
      }
    } finally {
      lock.unlock();
    }
  }

  private void checkRoom() {
    lock.lock();
    try {
      if (byHash.size() >= MAX_TOKENS) {
        throw new StoreException(
            StoreException.Reason.CONFLICT,
            "there are " + MAX_TOKENS + " tokens, the limit; revoke some first");
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isFresh(Token token, Instant now) {
    return token
        .lastUsed()
        .map(used -> Duration.between(used, now).abs().compareTo(USE_GRAIN) < 0)
        .orElse(false);
  }

  private Optional<Token> noted(Token token, Instant now, long ran) {
    try {
      table.touch(token.id(), now, ran);
    } catch (StoreException e) {
      LOG.warn("the last use of token {} was not noted: {}", token.id(), e.getMessage());
    }
    return Optional.of(token);
  }

  /** Ends a listener's calls. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private enum Use {
    FRESH,
    /** It is to be written down. */
    DUE,
    EXPIRED
  }

  private enum Life {
    STORED,
    THIS_RUN
  }
}
