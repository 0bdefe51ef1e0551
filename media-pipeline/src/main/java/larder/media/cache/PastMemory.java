package larder.media.cache;

import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What writing past the system's memory (O_DIRECT) takes: the JDK's word for it, and a few aligned
 * pieces of memory that the disk takes the bytes from. For all threads; who comes when all pieces
 * are taken waits for a write of another to end.
 */
final class PastMemory {

  /** A page: what such a write starts and ends at, in file and memory, on nearly all disks. */
  static final int ALIGNED_BYTES = 4096;

  /** The most that is written at once. */
  static final int PIECE_BYTES = 1 << 20;

  /** Enough to keep a disk busy. */
  private static final int PIECES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(PastMemory.class);
  private static final String OPTIONS = "com.sun.nio.file.ExtendedOpenOption"; // jdk.unsupported

  private final Optional<OpenOption> option = find();
  private final Semaphore left = new Semaphore(PIECES);
  private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

  /**
   * By name: the compiler warns of whoever imports it, and a runtime without its module must do.
   */
  private static Optional<OpenOption> find() {
    try {
      return Stream.of(Class.forName(OPTIONS).getEnumConstants())
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst();
    } catch (ClassNotFoundException e) {
      LOG.debug("Files are written through memory only", e);
      return Optional.empty();
    }
  }

  /** What to open a file with; empty if this runtime cannot. */
  Optional<OpenOption> option() {
    return option;
  }

  /**
   * A piece of {@link #PIECE_BYTES}, empty; to be given back. Waits for one, interrupted or not.
   */
  ByteBuffer take() {
    left.acquireUninterruptibly();
    ByteBuffer piece = idle.poll();
    return piece == null ? made() : piece.clear();
  }

  /** Outside of the heap, where a disk can take it from. */
  private static ByteBuffer made() {
    return ByteBuffer.allocateDirect(PIECE_BYTES + ALIGNED_BYTES)
        .alignedSlice(ALIGNED_BYTES)
        .slice(0, PIECE_BYTES);
  }

  void give(ByteBuffer piece) {
    idle.add(piece);
    left.release();
  }
}
