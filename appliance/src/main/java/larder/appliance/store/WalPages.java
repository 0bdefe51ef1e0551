package larder.appliance.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The pages that SQLite's write-ahead log holds, as far as they were committed: what a reader sees
 * in place of the database's own. https://www.sqlite.org/fileformat2.html section 4.
 *
 * @param offsets where each page's newest content lies in the log, by page number from 1
 * @param pages how many pages the database has with them; 0 if the log is empty
 */
record WalPages(Map<Integer, Long> offsets, int pages) {

  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final int MAGIC_LITTLE_ENDIAN = 0x377f0682;
  private static final int MAGIC_BIG_ENDIAN = 0x377f0683;
  private static final int PAGE_BYTES_OFFSET = 8;
  private static final int SALT_OFFSET = 16;
  private static final int HEADER_SUM_OFFSET = 24;
  private static final int FRAME_SALT_OFFSET = 8;
  private static final int FRAME_SUM_OFFSET = 16;

  private static final WalPages NONE = new WalPages(Map.of(), 0);

  /** Reads the log; what is torn or left over from earlier is left out, as SQLite does. */
  static WalPages of(Path log, int pageBytes) throws IOException {
    if (isEmpty(log, pageBytes)) {
      return NONE;
    }
    try (FileChannel in = FileChannel.open(log, StandardOpenOption.READ)) {
      return new Walk(in, pageBytes, Flips.LEAVE).run();
    }
  }

  /**
   * Puts flipped bits right, one in each frame, in a log that nobody uses; durable on return.
   * SQLite would leave out all that comes after them.
   *
   * @return how many
   */
  static int mend(Path log, int pageBytes) throws IOException {
    if (isEmpty(log, pageBytes)) {
      return 0;
    }
    try (FileChannel both =
        FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Walk walk = new Walk(both, pageBytes, Flips.MEND);
      WalPages _ = walk.run();
      if (walk.mended > 0) {
        both.force(true);
      }
      return walk.mended;
    }
  }

  private static boolean isEmpty(Path log, int pageBytes) throws IOException {
    return !Files.exists(log) || Files.size(log) < HEADER_BYTES + FRAME_HEADER_BYTES + pageBytes;
  }

  private enum Flips {
    LEAVE,
    MEND
  }

  /** One way through the log, from its beginning to the first frame that does not belong to it. */
  private static final class Walk {
    private final FileChannel channel;
    private final int pageBytes;
    private final Flips flips;
    private int mended;

    Walk(FileChannel channel, int pageBytes, Flips flips) {
      this.channel = channel;
      this.pageBytes = pageBytes;
      this.flips = flips;
    }

    WalPages run() throws IOException {
      ByteBuffer header = read(channel, 0, HEADER_BYTES);
      return isGood(header, 0, this::isHeader) ? frames(header) : NONE;
    }

    private boolean isHeader(ByteBuffer header) {
      int magic = header.getInt(0);
      return (magic == MAGIC_LITTLE_ENDIAN || magic == MAGIC_BIG_ENDIAN)
          && header.getInt(PAGE_BYTES_OFFSET) == pageBytes
          && ofHeader(header).is(header, HEADER_SUM_OFFSET);
    }

    private static Sum ofHeader(ByteBuffer header) {
      boolean big = header.getInt(0) == MAGIC_BIG_ENDIAN;
      return new Sum(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, 0, 0)
          .plus(header, 0, HEADER_SUM_OFFSET);
    }

    private WalPages frames(ByteBuffer header) throws IOException {
      long salt = header.getLong(SALT_OFFSET);
      Sum sum = ofHeader(header);
      Map<Integer, Long> committed = new HashMap<>();
      Map<Integer, Long> open = new HashMap<>();
      int pages = 0;
      int frameBytes = FRAME_HEADER_BYTES + pageBytes;
      for (long at = HEADER_BYTES; at + frameBytes <= channel.size(); at += frameBytes) {
        ByteBuffer frame = read(channel, at, frameBytes);
        Sum before = sum;
        if (!isNear(frame.getLong(FRAME_SALT_OFFSET), salt)
            || !isGood(frame, at, one -> isFrame(one, salt, before))) {
          break;
        }
        sum = ofFrame(before, frame);
        open.put(frame.getInt(0), at + FRAME_HEADER_BYTES);
        int size = frame.getInt(Integer.BYTES);
        if (size != 0) { // the last frame of a transaction says how large the database is with it
          pages = size;
          committed.putAll(open);
          open.clear();
        }
      }
      return new WalPages(committed, pages);
    }

    /** What is left over from an earlier log has another salt. */
    private static boolean isNear(long salt, long wanted) {
      return Long.bitCount(salt ^ wanted) <= 1;
    }

    private static boolean isFrame(ByteBuffer frame, long salt, Sum before) {
      return frame.getLong(FRAME_SALT_OFFSET) == salt
          && ofFrame(before, frame).is(frame, FRAME_SUM_OFFSET);
    }

    private static Sum ofFrame(Sum before, ByteBuffer frame) {
      return before
          .plus(frame, 0, FRAME_SALT_OFFSET)
          .plus(frame, FRAME_HEADER_BYTES, frame.capacity());
    }

    private boolean isGood(ByteBuffer bytes, long at, Predicate<ByteBuffer> good)
        throws IOException {
      if (good.test(bytes)) {
        return true;
      }
      if (flips == Flips.LEAVE || !flipBack(bytes, good)) {
        return false;
      }
      channel.write(bytes.duplicate().rewind(), at);
      mended++;
      return true;
    }

    private static boolean flipBack(ByteBuffer bytes, Predicate<ByteBuffer> good) {
      for (int bit = 0; bit < bytes.capacity() * Byte.SIZE; bit++) {
        int at = bit / Byte.SIZE;
        byte was = bytes.get(at);
        bytes.put(at, (byte) (was ^ 1 << bit % Byte.SIZE));
        if (good.test(bytes)) {
          return true;
        }
        bytes.put(at, was);
      }
      return false;
    }
  }

  private static ByteBuffer read(FileChannel in, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (in.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("the log ends at " + in.size());
      }
    }
    return bytes.flip();
  }

  /** The log's running checksum: each frame's goes on from the one before. */
  private record Sum(ByteOrder order, int first, int second) {

    Sum plus(ByteBuffer bytes, int from, int to) {
      ByteBuffer words = bytes.duplicate().order(order);
      int one = first;
      int two = second;
      for (int at = from; at < to; at += 2 * Integer.BYTES) {
        one += words.getInt(at) + two;
        two += words.getInt(at + Integer.BYTES) + one;
      }
      return new Sum(order, one, two);
    }

    boolean is(ByteBuffer bytes, int at) {
      return bytes.getInt(at) == first && bytes.getInt(at + Integer.BYTES) == second;
    }
  }
}
