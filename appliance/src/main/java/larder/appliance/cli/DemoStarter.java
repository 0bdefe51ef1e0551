package larder.appliance.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Starts a box and a pretend PC with sample video on this machine, paired and ready to play. */
@FunctionalInterface
public interface DemoStarter {

  /**
   * Returns once the library shows the sample titles.
   *
   * @throws CommandFailedException if it cannot; nothing is left running
   */
  RunningBox start(DemoOptions options, Progress progress)
      throws CommandFailedException, InterruptedException;

  /**
   * What was said on the command line of {@code larder demo}.
   *
   * @param home where to keep box, PC and samples; empty for the platform's default
   * @param http {@code address:port} as typed; empty for the default
   */
  record DemoOptions(Optional<Path> home, Optional<String> http) {}

  /** Told how far the start is. */
  interface Progress {

    /** A step begins; what it does, as in "Making a movie of 12 minutes". */
    void step(String what);

    /** Part of the current step is done. */
    void part(long done, long total);
  }
}
