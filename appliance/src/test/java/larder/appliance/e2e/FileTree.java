package larder.appliance.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Directories of files: made, compared, removed. */
final class FileTree {

  private static final int STEP_BYTES = 1 << 16;

  private FileTree() {}

  /** Writes {@code sizeBytes} that nothing can guess from another {@code seed}. */
  static void randomFile(Path file, long sizeBytes, long seed) throws IOException {
    Files.createDirectories(file.getParent());
    Random random = new Random(seed);
    byte[] step = new byte[STEP_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = sizeBytes; left > 0; left -= STEP_BYTES) {
        random.nextBytes(step);
        out.write(step, 0, (int) Math.min(STEP_BYTES, left));
      }
    }
  }

  /**
   * Every file and directory under {@code root} with its time and the hash of its bytes.
   *
   * @param without names that do not count, at any depth
   */
  static SortedMap<String, String> snapshot(Path root, Collection<String> without)
      throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .filter(path -> Stream.of(names(root, path)).noneMatch(without::contains))
          .forEach(path -> found.put(root.relativize(path).toString(), described(path)));
    }
    return found;
  }

  /** Removes {@code root} and all in it. */
  static void remove(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException fault)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String[] names(Path root, Path path) {
    return root.relativize(path).toString().split("/", -1);
  }

  private static String described(Path path) {
    try {
      return Files.isRegularFile(path)
          ? Files.getLastModifiedTime(path) + " " + BoxApi.sha256(Files.newInputStream(path))
          : "";
    } catch (Exception e) {
      throw new AssertionError("cannot read " + path, e);
    }
  }
}
