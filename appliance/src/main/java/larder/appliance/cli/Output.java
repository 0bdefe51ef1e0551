package larder.appliance.cli;

import java.io.PrintStream;
import java.util.Optional;

/**
 * Where text goes.
 *
 * @param screen present if a person watches; empty for a file or a pipe
 */
public record Output(PrintStream stream, Optional<Screen> screen) {

  void line(String text) {
    stream.println(text);
    stream.flush();
  }

  boolean isWatched() {
    return screen.isPresent();
  }

  /**
   * A terminal's window.
   *
   * @param columns its width
   */
  public record Screen(int columns, Palette palette) {}

  /** Whether colours are welcome. */
  public enum Palette {
    COLOUR,
    PLAIN
  }
}
