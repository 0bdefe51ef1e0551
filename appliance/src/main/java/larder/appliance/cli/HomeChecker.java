package larder.appliance.cli;

import java.nio.file.Path;
import java.util.List;

/** Looks through a home that nobody uses. */
@FunctionalInterface
public interface HomeChecker {

  /**
   * Looks through everything in {@code home}; blocks for as long as reading it takes.
   *
   * @param progress told how far it is
   * @throws CommandFailedException if it is no home or in use, or cannot be read or repaired
   */
  Report check(Path home, Mode mode, Progress progress) throws CommandFailedException;

  /** What to do about findings. */
  enum Mode {
    /** Changes nothing at all. */
    LOOK,
    /** Does what a start would do, and drops damaged chunks. */
    REPAIR
  }

  /** How bad a finding is. */
  enum Weight {
    DAMAGE,
    /** The next start would tidy it up. */
    LEFTOVER,
    /** Not Larder's; left alone. */
    FOREIGN
  }

  /**
   * Something that is not as it should be.
   *
   * @param path where, relative to the home
   * @param what what is wrong, as a sentence without its end
   * @param remedy what a repair does about it, or did
   */
  record Finding(String path, Weight weight, String what, String remedy) {}

  /** Everything that was found. */
  record Report(List<Finding> findings, long checkedChunks) {

    public Report {
      findings = List.copyOf(findings);
    }

    long damages() {
      return findings.stream().filter(finding -> finding.weight() == Weight.DAMAGE).count();
    }
  }

  /** Told how far a check is. */
  @FunctionalInterface
  interface Progress {
    void passed(long doneBytes, long totalBytes);
  }
}
