package larder.appliance.security;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import larder.appliance.event.Events;
import larder.appliance.store.StoreException;

/**
 * Lets in whoever can read the code on the TV. At most one window is open; a code lives two
 * minutes, is good once and for three tries. After a window that was guessed at, the next one waits
 * 1, 2, 4 ... 300 s. Measures time by a counter that no wall clock can turn. Safe for several
 * threads.
 */
public final class Pairing {

  /** How long a code is good. */
  public static final Duration CODE_LIFE = Duration.ofMinutes(2);

  private static final int TRIES = 3;
  private static final long MAX_BACK_OFF_SECONDS = 300;

  private final Tokens tokens;
  private final Secrets secrets;
  private final LongSupplier nanoTime;
  private final Events events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private Optional<Window> window = Optional.empty();

  @GuardedBy("lock")
  private boolean admitsFirst;

  @GuardedBy("lock")
  private int failedWindows;

  @GuardedBy("lock")
  private long backOffUntilNanos;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public Pairing(Tokens tokens, SecureRandom random, LongSupplier nanoTime, Events events) {
    this.tokens = tokens;
    this.secrets = new Secrets(random);
    this.nanoTime = nanoTime;
    this.events = events;
    this.backOffUntilNanos = nanoTime.getAsLong();
  }

  /**
   * The owner opens a window; an open one for the same scopes is shown again, another is replaced.
   *
   * @param scopes what the one who claims it may do
   */
  public Opening open(Set<Scope> scopes) {
    Opening opening;
    lock.lock();
    try {
      refresh();
      Duration wait = backOff();
      if (wait.isPositive()) {
        opening = new Opening.TooMany(wait);
      } else {
        Optional<Window> same = window.filter(open -> open.scopes.equals(scopes));
        opening = new Opening.Opened(codeOf(same.isPresent() ? same.get() : fresh(scopes)));
      }
    } finally {
      lock.unlock();
    }
    events.publish("pairing", "");
    return opening;
  }

  /**
   * Admits the first one to an unclaimed box: a window with every scope that renews its code by
   * itself until it is claimed.
   */
  public void openFirst() {
    lock.lock();
    try {
      admitsFirst = true;
      refresh();
    } finally {
      lock.unlock();
    }
    events.publish("pairing", "");
  }

  /** Closes the window, if one is open. */
  public void close() {
    lock.lock();
    try {
      admitsFirst = false;
      shut();
    } finally {
      lock.unlock();
    }
    events.publish("pairing", "");
  }

  /** The code to show now, if a window is open. */
  public Optional<Code> code() {
    lock.lock();
    try {
      refresh();
      return window.map(this::codeOf);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is a code other than {@code shown}, for a console that prints each new one.
   * Blocks.
   *
   * @return empty once the first one is in: there is nothing more to print
   */
  public Optional<Code> nextFirstCode(String shown) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      refresh();
      while (admitsFirst && window.map(w -> w.digits.equals(shown)).orElse(true)) {
        Duration wait = window.isPresent() ? leftOf(window.get()) : backOff();
        long _ = changed.awaitNanos(Math.max(1, wait.toNanos()));
        refresh();
      }
      return admitsFirst ? window.map(this::codeOf) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Someone types a code.
   *
   * @param name what he calls his device; made harmless
   * @throws StoreException if the new token cannot be stored; a first window stays open
   */
  public Claim claim(String code, String name) {
    Attempt attempt = attempt(code);
    events.publish("pairing", "");
    return switch (attempt) {
      case Attempt.Refused refused -> refused.claim();
      case Attempt.Right right -> admit(right, name);
    };
  }

  private Claim admit(Attempt.Right right, String name) {
    boolean stored = false;
    try {
      Token.Issued issued = tokens.issue(name, right.scopes());
      stored = true;
      return new Claim.Claimed(issued.token().id(), issued.secret(), issued.token().scopes());
    } finally {
      if (!stored && right.first()) {
        openFirst();
      }
    }
  }

  private Attempt attempt(String code) {
    lock.lock();
    try {
      refresh();
      Duration wait = backOff();
      if (wait.isPositive()) {
        return new Attempt.Refused(new Claim.TooMany(wait));
      }
      boolean right = Secrets.same(window.map(Window::digits).orElse("closed"), code);
      if (window.isEmpty()) {
        return new Attempt.Refused(new Claim.Closed());
      }
      return right ? accept(window.get()) : reject(window.get());
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Attempt accept(Window open) {
    boolean first = admitsFirst;
    admitsFirst = false;
    failedWindows = 0;
    shut();
    return new Attempt.Right(open.scopes, first);
  }

  @GuardedBy("lock")
  private Attempt reject(Window open) {
    int left = open.triesLeft - 1;
    if (left > 0) {
      window = Optional.of(new Window(open.digits, open.scopes, open.openedNanos, left));
      return new Attempt.Refused(new Claim.WrongCode(left));
    }
    long seconds = Math.min(MAX_BACK_OFF_SECONDS, 1L << Math.min(failedWindows, 10));
    failedWindows++;
    backOffUntilNanos = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(seconds);
    shut();
    return new Attempt.Refused(new Claim.TooMany(Duration.ofSeconds(seconds)));
  }

  /** Drops a code that is too old, and makes the next one for a box that admits the first. */
  @GuardedBy("lock")
  private void refresh() {
    if (window.map(open -> !leftOf(open).isPositive()).orElse(false)) {
      shut();
    }
    if (admitsFirst && window.isEmpty() && !backOff().isPositive()) {
      fresh(EnumSet.allOf(Scope.class));
    }
  }

  @GuardedBy("lock")
  @CanIgnoreReturnValue
  private Window fresh(Set<Scope> scopes) {
    Window open = new Window(secrets.sixDigits(), Set.copyOf(scopes), nanoTime.getAsLong(), TRIES);
    window = Optional.of(open);
    changed.signalAll();
    return open;
  }

  @GuardedBy("lock")
  private void shut() {
    window = Optional.empty();
    changed.signalAll();
  }

  @GuardedBy("lock")
  private Duration backOff() {
    return Duration.ofNanos(Math.max(0, backOffUntilNanos - nanoTime.getAsLong()));
  }

  private Duration leftOf(Window open) {
    return CODE_LIFE.minusNanos(nanoTime.getAsLong() - open.openedNanos);
  }

  private Code codeOf(Window open) {
    return new Code(open.digits, leftOf(open));
  }

  private record Window(String digits, Set<Scope> scopes, long openedNanos, int triesLeft) {}

  private sealed interface Attempt {
    record Right(Set<Scope> scopes, boolean first) implements Attempt {}

    record Refused(Claim claim) implements Attempt {}
  }

  /** Six digits to show, and for how long. */
  public record Code(String digits, Duration expiresIn) {}

  /** What came of opening a window. */
  public sealed interface Opening {

    /** It is open. */
    record Opened(Code code) implements Opening {}

    /** Somebody guessed; no window before that. */
    record TooMany(Duration retryAfter) implements Opening {}
  }

  /** What came of typing a code. */
  public sealed interface Claim {

    /** Let in. */
    record Claimed(String tokenId, String secret, Set<Scope> scopes) implements Claim {
      public Claimed {
        scopes = Set.copyOf(scopes);
      }

      @Override
      public String toString() {
        return "Claimed[" + scopes + "]"; // the secret must not reach a log
      }
    }

    /** No window is open. */
    record Closed() implements Claim {}

    /** Not the code on the TV. */
    record WrongCode(int triesLeft) implements Claim {}

    /** Too many wrong codes. */
    record TooMany(Duration retryAfter) implements Claim {}
  }
}
