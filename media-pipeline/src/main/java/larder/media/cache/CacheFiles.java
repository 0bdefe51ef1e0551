package larder.media.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the cache asks of a file system; the seam where tests make the n-th call fail. */
public interface CacheFiles {

  /** The children of {@code directory}, sorted; none when it does not exist. */
  List<Path> list(Path directory) throws IOException;

  /** Makes {@code directory} and its parents, durably; it may exist. */
  void createDirectory(Path directory) throws IOException;

  /** A file for reading and writing, made with the first use if it does not exist. */
  CacheFile createOrOpen(Path file);

  /** A file for reading and writing that exists; using one that does not is an I/O failure. */
  CacheFile open(Path file);

  /**
   * The whole of a small file.
   *
   * @throws IOException if it does not exist or has more than {@code limitBytes}
   */
  byte[] readAll(Path file, int limitBytes) throws IOException;

  /**
   * Gives {@code file} this content, durably and at once: after a power cut it has the old content
   * or the new.
   */
  void replace(Path file, byte[] content) throws IOException;

  /**
   * As {@link #replace}, for what must not be lost: on a full disk with the last room that is held
   * for such.
   */
  void save(Path file, byte[] content) throws IOException;

  /** Removes a file; it may be gone already. */
  void delete(Path file) throws IOException;

  /**
   * Gives the blocks of a range of {@code file} back to the disk; it reads as zeros then.
   *
   * @return false if this file system cannot, or the file does not exist; nothing changed then
   */
  boolean release(Path file, long offsetBytes, long lengthBytes) throws IOException;

  /**
   * Sees to it that the next read of a range comes from the disk itself, where that is possible.
   */
  void forgetMemoryOf(Path file, long offsetBytes, long lengthBytes) throws IOException;

  long sizeBytes(Path file) throws IOException;

  /** When the file was last written or touched, in milliseconds; good for ordering only. */
  long touchedMs(Path file) throws IOException;

  /** Notes that the file was used now. */
  void touch(Path file) throws IOException;

  /** What the disk has left for us; 0 when it cannot tell. */
  long freeBytes();

  /** Size of the disk; 0 when it cannot tell. */
  long totalBytes();
}
