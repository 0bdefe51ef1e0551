package larder.appliance.mesh.sync;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What others replaced or deleted in synced folders, kept for a while outside of them: {@code
 * FOLDER/name~yyyyMMdd-HHmmss.SSS}. A file is kept by a second link to it, so the original stays in
 * place until its successor takes it.
 */
final class Trash {

  private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path directory;
  private final Bounds bounds;
  private final Disk disk;
  private final InstantSource clock;

  /**
   * @param directory on the same disk as the synced folders
   */
  Trash(Path directory, Bounds bounds, Disk disk, InstantSource clock) {
    this.directory = directory;
    this.bounds = bounds;
    this.disk = disk;
    this.clock = clock;
  }

  /** How much is kept, and how long. */
  record Bounds(long maxBytes, Duration maxAge) {

    /** A month, in which somebody notices; and no more than a film or two. */
    static final Bounds STANDARD = new Bounds(10L << 30, Duration.ofDays(30));
  }

  /**
   * Keeps {@code file}, which also stays where it is, unless the disk has no room to spare.
   *
   * @param name its name in {@code folder}
   */
  void keep(String folder, String name, Path file) throws IOException {
    if (disk.spareBytes() <= 0) {
      LOG.info("not kept, since the disk is full: {}", file);
      return;
    }
    Path kept = directory.resolve(folder).resolve(name + "~" + TIME.format(clock.instant()));
    Files.createDirectories(kept.getParent());
    try {
      Files.createLink(kept, file);
    } catch (FileAlreadyExistsException e) {
      LOG.debug("kept a moment ago already: {}", kept, e);
    } catch (UnsupportedOperationException e) {
      Files.copy(file, kept, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Drops what is too old, or too much, the oldest first; all of it if the disk needs it. */
  void prune() throws IOException {
    List<Kept> all = kept();
    long bytes = all.stream().mapToLong(Kept::sizeBytes).sum();
    Instant oldest = clock.instant().minus(bounds.maxAge());
    for (Kept one : all) {
      if (one.at().isBefore(oldest) || bytes > bounds.maxBytes() || disk.spareBytes() <= 0) {
        Files.deleteIfExists(one.path());
        bytes -= one.sizeBytes();
      }
    }
  }

  private List<Kept> kept() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          kept.add(new Kept(path, Files.size(path), time(path)));
        }
      }
    }
    kept.sort(Comparator.comparing(Kept::at));
    return kept;
  }

  /** When it was put here, by its name: its own time is that of its last edit. */
  private static Instant time(Path path) {
    String name = path.toString();
    return TIME.parse(name.substring(name.lastIndexOf('~') + 1), Instant::from);
  }

  private record Kept(Path path, long sizeBytes, Instant at) {}
}
