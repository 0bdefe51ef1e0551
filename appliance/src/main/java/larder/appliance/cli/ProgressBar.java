package larder.appliance.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.appliance.supervise.Ticker;

/**
 * One line at the bottom of a terminal that says how far something is. Silent if nobody watches.
 * For one thread.
 */
final class ProgressBar implements AutoCloseable {

  /** Often enough to look alive, seldom enough to cost nothing. */
  static final Duration REDRAW = Duration.ofMillis(100);

  private static final int MOST_CELLS = 30;
  private static final int LEAST_CELLS = 10;

  /** What is left to the label before details appear. */
  private static final int LABEL = 12;

  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private final Output output;
  private final Ticker ticker;
  private Optional<Shown> first = Optional.empty();
  private Optional<Shown> last = Optional.empty();

  /** What is done of what; {@code total} may grow. */
  record Reading(String label, long done, long total, Unit unit) {

    boolean isComplete() {
      return done >= total;
    }
  }

  /** What is counted. */
  enum Unit {
    BYTES,
    PERCENT
  }

  private record Shown(Duration at, Reading reading) {}

  ProgressBar(Output output, Ticker ticker) {
    this.output = output;
    this.ticker = ticker;
  }

  /** Draws {@code reading}, unless something was drawn a moment ago. */
  void show(Reading reading) {
    if (!output.isWatched()) {
      return;
    }
    Shown now = new Shown(ticker.now(), reading);
    boolean tooSoon =
        last.filter(shown -> now.at().minus(shown.at()).compareTo(REDRAW) < 0).isPresent();
    if (tooSoon && !reading.isComplete()) {
      return;
    }
    if (first.isEmpty()) {
      first = Optional.of(now);
    }
    last = Optional.of(now);
    output.stream().print(BACK_AND_CLEAR + line(reading, bytesPerSecond(now), columns()));
    output.stream().flush();
  }

  @Override
  public void close() {
    endLine();
  }

  /** Leaves the last state on the screen and goes to the next line; the bar can be used again. */
  void endLine() {
    if (last.isPresent()) {
      output.line("");
    }
    first = Optional.empty();
    last = Optional.empty();
  }

  /** The bar as text that fits into {@code columns}, without the last one: a full line wraps. */
  static String line(Reading reading, long bytesPerSecond, int columns) {
    int room = columns - 1;
    int wanted = reading.label().isEmpty() ? 0 : 2 + Math.min(LABEL, Text.columns(reading.label()));
    String percent = String.format("%3d %%", Figures.percentOf(reading.done(), reading.total()));
    String tail = percent;
    for (String part : details(reading, bytesPerSecond)) {
      if (tail.length() + 2 + part.length() + 2 + LEAST_CELLS + wanted > room) {
        break;
      }
      tail += "  " + part;
    }
    int free = room - tail.length() - 2;
    String label = Text.fit(reading.label(), Math.max(0, free - LEAST_CELLS - 2));
    int cells = Math.min(MOST_CELLS, free - Text.columns(label) - (label.isEmpty() ? 0 : 2));
    return (label.isEmpty() ? "" : label + "  ")
        + cells(reading, Math.max(LEAST_CELLS, cells))
        + "  "
        + tail;
  }

  private static String cells(Reading reading, int cells) {
    int full = Figures.percentOf(reading.done(), reading.total()) * cells / 100;
    return "█".repeat(full) + "░".repeat(cells - full);
  }

  private static List<String> details(Reading reading, long bytesPerSecond) {
    if (reading.unit() == Unit.PERCENT) {
      return List.of();
    }
    String size = Figures.bytes(reading.done()) + " of " + Figures.bytes(reading.total());
    if (bytesPerSecond <= 0 || reading.isComplete()) {
      return List.of(size);
    }
    long secondsLeft = (reading.total() - reading.done()) / bytesPerSecond;
    return List.of(
        size,
        Figures.bytes(bytesPerSecond) + "/s",
        Figures.duration(Duration.ofSeconds(secondsLeft)) + " left");
  }

  /** The average since the bar began. */
  private long bytesPerSecond(Shown now) {
    Shown start = first.orElse(now);
    double seconds = now.at().minus(start.at()).toNanos() / 1e9;
    return seconds <= 0 ? 0 : (long) ((now.reading().done() - start.reading().done()) / seconds);
  }

  private int columns() {
    return output.screen().map(Output.Screen::columns).orElse(0);
  }
}
