package larder.appliance.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A checksum beside a database file that nobody writes: the state's backup. SQLite has none of its
 * own, and its check of the structure passes over a flipped bit in a value. See {@link PageSums}
 * for the state itself.
 */
final class Seal {

  private static final String SUFFIX = "-seal";

  private static final int PIECE_BYTES = 1 << 20;

  private static final int MAX_BYTES = 128;

  private final SqliteFile file;
  private final Path path;

  Seal(SqliteFile file) {
    this.file = file;
    this.path = file.beside(SUFFIX);
  }

  /** Seals the file as it is; durable on return. */
  void set() throws IOException {
    file.replaceBeside(SUFFIX, StandardCharsets.US_ASCII.encode(checksum()));
  }

  /** To be called before the file is written. */
  void lift() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Whether the file is sealed, and is another one now. A file with a log beside it is in use. */
  boolean isBroken() throws IOException {
    Path log = file.beside("-wal");
    boolean inUse = Files.exists(log) && Files.size(log) > 0;
    if (inUse || !Files.exists(path) || Files.size(path) > MAX_BYTES) {
      return false;
    }
    return !Files.exists(file.path())
        || !Files.readString(path, StandardCharsets.ISO_8859_1).equals(checksum());
  }

  private String checksum() throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    try (FileChannel in = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      while (in.read(piece) >= 0) {
        sum.update(piece.flip());
        piece.clear();
      }
      return "crc32c %08x bytes %d%n".formatted(sum.getValue(), in.size());
    }
  }
}
