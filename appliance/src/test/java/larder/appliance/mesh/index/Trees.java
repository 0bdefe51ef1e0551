package larder.appliance.mesh.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import larder.media.BlockHash;

/** Directory trees of made-up files. */
public final class Trees {

  private Trees() {}

  /** Makes {@code count} files of some 100 KB in ten directories. @return their bytes in all */
  public static long fill(Path root, int count) throws IOException {
    Random random = new Random(count);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[50_000 + random.nextInt(100_000)];
      random.nextBytes(content);
      Path file = root.resolve("Show %d/S01E%03d.mkv".formatted(i % 10, i));
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      bytes += content.length;
    }
    return bytes;
  }

  /** The SHA-256 of every file under {@code root}, by name; Syncthing's own are left out. */
  public static SortedMap<String, BlockHash> hashes(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    SortedMap<String, BlockHash> hashes = new TreeMap<>();
    for (Path file : files) {
      String name = root.relativize(file).toString();
      if (!name.startsWith(".st")) {
        hashes.put(name, BlockHash.compute(Files.readAllBytes(file)));
      }
    }
    return hashes;
  }
}
