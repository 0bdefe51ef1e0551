package larder.media.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import larder.media.ContentId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the scrubber is: {@code scrubbed} in the cache's directory, two lines: when the round
 * began, and the last content that was looked at. Losing it costs a round. For one thread at a
 * time.
 */
public final class ScrubMark {

  private static final Logger LOG = LoggerFactory.getLogger(ScrubMark.class);

  private static final int MAX_BYTES = 1_024;

  private final CacheFiles files;
  private final Path path;
  private final InstantSource clock;
  private Optional<State> known = Optional.empty();

  /**
   * @param directory the cache's own
   * @param clock the wall clock: a round lasts longer than most runs of a box
   */
  public ScrubMark(CacheFiles files, Path directory, InstantSource clock) {
    this.files = files;
    this.path = directory.resolve("scrubbed");
    this.clock = clock;
  }

  /** How long the next step of a round is away; zero in the middle of one. */
  Duration untilDue() {
    State state = state();
    if (!state.done()) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    if (state.began().isAfter(now)) { // a clock that was set back must not put it off for years
      save(new State(now, true, Optional.empty()));
      return Scrubber.ROUND;
    }
    Duration left = Duration.between(now, state.began().plus(Scrubber.ROUND));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The last content of this round; empty at its start. */
  Optional<ContentId> last() {
    return state().done() ? Optional.empty() : state().last();
  }

  void passed(ContentId content) {
    State state = state();
    Instant began = state.done() ? clock.instant() : state.began();
    save(new State(began, false, Optional.of(content)));
  }

  void roundDone() {
    State state = state();
    Instant began = state.done() ? clock.instant() : state.began();
    save(new State(began, true, Optional.empty()));
  }

  private State state() {
    if (known.isEmpty()) {
      known = Optional.of(load());
    }
    return known.get();
  }

  /** A cache that was never looked through is due a month after it was first seen. */
  private State load() {
    try {
      String text = new String(files.readAll(path, MAX_BYTES), StandardCharsets.US_ASCII);
      List<String> lines = text.lines().toList();
      Instant began = Instant.ofEpochSecond(Long.parseLong(lines.get(0)));
      return lines.size() > 1
          ? new State(began, false, Optional.of(new ContentId(lines.get(1))))
          : new State(began, true, Optional.empty());
    } catch (NoSuchFileException e) {
      State fresh = new State(clock.instant(), true, Optional.empty());
      save(fresh);
      return fresh;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.warn("Cannot read {}; the cache is looked through from its start", path, e);
      return new State(Instant.EPOCH, true, Optional.empty());
    }
  }

  private void save(State state) {
    known = Optional.of(state);
    String last = state.last().map(content -> content.hex() + "\n").orElse("");
    String text = state.began().getEpochSecond() + "\n" + last;
    try {
      files.replace(path, text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.debug("Cannot remember in {} what was looked through", path, e);
    }
  }

  /**
   * @param began when the round began
   * @param done whether it is over
   * @param last the last content looked at, while it is not
   */
  private record State(Instant began, boolean done, Optional<ContentId> last) {}
}
