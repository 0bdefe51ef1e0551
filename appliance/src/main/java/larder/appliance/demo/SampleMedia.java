package larder.appliance.demo;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the demo's household once and finds it again: the finished folder appears in one step, so a
 * folder that is there is complete.
 */
public final class SampleMedia {

  /** Part of the folder's name; a new recipe makes a new folder. */
  private static final int RECIPE = 1;

  /** A working folder, with the id of the process that works in it. */
  private static final Pattern MAKING = Pattern.compile("making-([0-9]{1,10})-.*");

  private final List<Sample> samples;
  private final Programs programs;

  public SampleMedia(List<Sample> samples, Programs programs) {
    this.samples = List.copyOf(samples);
    this.programs = programs;
  }

  /** Hears how far the making is. */
  @FunctionalInterface
  public interface Progress {

    /**
     * Hears a step.
     *
     * @param fraction 0 to 1; called from the encoders' threads, so an older one may come late
     */
    void at(double fraction);
  }

  /** The finished samples under {@code cache}, if they were made before. */
  public static boolean isMade(Path cache, List<Sample> samples) {
    return complete(finished(cache), samples);
  }

  /**
   * Makes the samples, or returns at once if they are there; blocks for about a minute.
   *
   * @param cache a folder for things that can be made again; created if it is missing
   * @return the household's folder, to be shared as it is
   * @throws SampleMediaException if a program fails
   * @throws IOException if the disk does, or is full
   */
  public Path make(Path cache, Progress progress) throws IOException, InterruptedException {
    Path finished = finished(cache);
    if (complete(finished, samples)) {
      return finished;
    }
    Files.createDirectories(cache);
    removeAbandoned(cache);
    Path making = Files.createTempDirectory(cache, "making-" + ProcessHandle.current().pid() + "-");
    try {
      Path household = Files.createDirectory(making.resolve("household"));
      new SampleStudio(samples, programs, making).encodeInto(household, progress);
      publish(household, finished);
    } finally {
      remove(making);
    }
    return finished;
  }

  private static Path finished(Path cache) {
    return cache.resolve("samples-" + RECIPE);
  }

  private static boolean complete(Path folder, List<Sample> samples) {
    return samples.stream()
        .map(sample -> folder.resolve(sample.path()).toFile())
        .allMatch(file -> file.isFile() && file.length() > 0);
  }

  /** Two demos at once may both get here: the first wins, and the second's files are the same. */
  private void publish(Path household, Path finished) throws IOException {
    if (Files.exists(finished) && !complete(finished, samples)) {
      remove(finished);
    }
    try {
      Files.move(household, finished, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      if (!complete(finished, samples)) {
        throw e;
      }
    }
  }

  /** Removes what a killed run left behind; its process id is in the folder's name. */
  private static void removeAbandoned(Path cache) throws IOException {
    List<Path> abandoned;
    try (Stream<Path> entries = Files.list(cache)) {
      abandoned = entries.filter(SampleMedia::isAbandoned).toList();
    }
    for (Path folder : abandoned) {
      remove(folder);
    }
  }

  private static boolean isAbandoned(Path folder) {
    Matcher name = MAKING.matcher(folder.getFileName().toString());
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }

  private static void remove(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
