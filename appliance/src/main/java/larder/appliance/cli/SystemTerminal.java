package larder.appliance.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds out what stdout and stderr of this process are. */
public final class SystemTerminal {

  private static final int USUAL_COLUMNS = 80;

  /** Narrower makes tables useless, wider is a typo in COLUMNS. */
  private static final int LEAST_COLUMNS = 40;

  private static final int MOST_COLUMNS = 1_000;

  private SystemTerminal() {}

  /**
   * This process's outputs, in UTF-8.
   *
   * @param environment where {@code NO_COLOR}, {@code TERM} and {@code COLUMNS} are looked up
   */
  public static Terminal open(Map<String, String> environment) {
    boolean outWatched = isTerminal(1);
    boolean errWatched = isTerminal(2);
    int columns = outWatched || errWatched ? columns(environment) : USUAL_COLUMNS;
    Output.Screen screen = new Output.Screen(columns, palette(environment));
    return new Terminal(
        output(FileDescriptor.out, outWatched ? Optional.of(screen) : Optional.empty()),
        output(FileDescriptor.err, errWatched ? Optional.of(screen) : Optional.empty()));
  }

  static Output.Palette palette(Map<String, String> environment) {
    boolean unwanted =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return unwanted ? Output.Palette.PLAIN : Output.Palette.COLOUR;
  }

  private static Output output(FileDescriptor file, Optional<Output.Screen> screen) {
    return new Output(
        new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8), screen);
  }

  /** Linux says what each descriptor is; elsewhere the JDK knows about both together. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }

  private static int columns(Map<String, String> environment) {
    return parse(environment.getOrDefault("COLUMNS", ""))
        .or(SystemTerminal::sttyColumns)
        .orElse(USUAL_COLUMNS);
  }

  private static Optional<Integer> parse(String columns) {
    if (!columns.matches("[0-9]{1,4}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(columns);
    return number < LEAST_COLUMNS || number > MOST_COLUMNS ? Optional.empty() : Optional.of(number);
  }

  /** Java has no call for the window's size; {@code stty size} prints rows and columns. */
  private static Optional<Integer> sttyColumns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(500, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return Optional.empty();
      }
      String[] words =
          new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      return words.length == 2 ? parse(words[1]) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
