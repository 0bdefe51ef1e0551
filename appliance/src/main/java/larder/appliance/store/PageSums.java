package larder.appliance.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A checksum for each page of a database, kept in a file beside it. SQLite writes pages of the
 * database only when it copies its log into it, so sums of what lies in the log are written before
 * each such copy; a page that is neither in the log nor as its sum says has rotted. One flipped bit
 * in a page is put right by trying. Not safe for several threads: the {@link Database} guards it.
 */
final class PageSums {

  /** "LardSum" and the format's version. */
  private static final long MAGIC = 0x4c61726453756d01L;

  private static final int HEAD_BYTES = Long.BYTES + 2 * Integer.BYTES;

  private static final String SUFFIX = "-sums";

  /** A database of 16 GiB; ours has some hundred MiB. */
  private static final int MAX_PAGES = 4 << 20;

  /** Read at once: a quarter of a MiB. */
  private static final int PIECE_PAGES = 64;

  private final SqliteFile file;
  private final int pageBytes;
  private long[] sums;

  /** Pages that lie in the log, or did when they were last summed: the database's may be older. */
  private final BitSet unsettled = new BitSet();

  private PageSums(SqliteFile file, int pageBytes, long[] sums) {
    this.file = file;
    this.pageBytes = pageBytes;
    this.sums = sums;
  }

  static Path pathFor(SqliteFile file) {
    return file.beside(SUFFIX);
  }

  /** Forgets the sums: somebody is going to write the database who does not keep them. */
  static void drop(SqliteFile file) throws IOException {
    Files.deleteIfExists(pathFor(file));
  }

  /** The sums beside {@code file}; empty if there are none, or they are damaged themselves. */
  static Optional<PageSums> load(SqliteFile file) throws IOException {
    Path path = pathFor(file);
    long most = HEAD_BYTES + (long) Long.BYTES * (MAX_PAGES + 1);
    if (!Files.exists(path) || Files.size(path) < HEAD_BYTES || Files.size(path) > most) {
      return Optional.empty();
    }
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path));
    int end = all.limit() - Long.BYTES;
    int count = all.getInt(Long.BYTES + Integer.BYTES);
    boolean whole =
        all.getLong(0) == MAGIC
            && end == HEAD_BYTES + (long) count * Long.BYTES
            && all.getLong(end) == sum(all.array(), 0, end);
    if (!whole) {
      return Optional.empty();
    }
    long[] sums = new long[count];
    all.position(HEAD_BYTES).limit(end);
    all.asLongBuffer().get(sums);
    PageSums loaded = new PageSums(file, all.getInt(Long.BYTES), sums);
    WalPages.of(file.beside("-wal"), loaded.pageBytes)
        .offsets()
        .keySet()
        .forEach(loaded.unsettled::set);
    return Optional.of(loaded);
  }

  /** Sums a database that was found sound, as it is with its log; durable on return. */
  static PageSums take(SqliteFile file) throws IOException {
    int pageBytes =
        file.pageBytes().orElseThrow(() -> new IOException(file.path() + " is no database"));
    PageSums taken = new PageSums(file, pageBytes, new long[0]);
    taken.sums = new long[(int) (Files.size(file.path()) / pageBytes)];
    try (FileChannel in = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      byte[] page = new byte[pageBytes];
      for (int number = 1; number <= taken.sums.length; number++) {
        read(in, taken.offset(number), ByteBuffer.wrap(page));
        taken.sums[number - 1] = sum(page, 0, pageBytes);
      }
    }
    taken.addLog();
    return taken;
  }

  /** Takes the sums of what lies in the log, which may be copied after this; durable on return. */
  void addLog() throws IOException {
    Path log = file.beside("-wal");
    WalPages pages = WalPages.of(log, pageBytes);
    if (pages.pages() > 0) {
      sums = Arrays.copyOf(sums, pages.pages());
      try (FileChannel in = FileChannel.open(log, StandardOpenOption.READ)) {
        byte[] page = new byte[pageBytes];
        for (Map.Entry<Integer, Long> one : pages.offsets().entrySet()) {
          if (one.getKey() <= sums.length) {
            read(in, one.getValue(), ByteBuffer.wrap(page));
            sums[one.getKey() - 1] = sum(page, 0, pageBytes);
            unsettled.set(one.getKey());
          }
        }
      }
    }
    write();
  }

  /** All that was summed lies in the database now. */
  void copied() {
    unsettled.clear();
  }

  private void write() throws IOException {
    ByteBuffer all = ByteBuffer.allocate(HEAD_BYTES + Long.BYTES * (sums.length + 1));
    all.putLong(MAGIC).putInt(pageBytes).putInt(sums.length);
    for (long one : sums) {
      all.putLong(one);
    }
    all.putLong(sum(all.array(), 0, all.position())).flip();
    file.replaceBeside(SUFFIX, all);
  }

  /** How many pages the database has by these sums. */
  int pages() {
    return sums.length;
  }

  /** What pages are like that were looked at. */
  record Look(List<Integer> rotten) {

    boolean isSound() {
      return rotten.isEmpty();
    }
  }

  /** Looks at pages {@code first} to {@code last} that do not lie in the log; changes nothing. */
  Look look(int first, int last) throws IOException {
    List<Integer> rotten = new ArrayList<>();
    try (FileChannel in = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      int there = (int) Math.min(sums.length, in.size() / pageBytes);
      byte[] piece = new byte[PIECE_PAGES * pageBytes];
      for (int at = first; at <= Math.min(last, there); at += PIECE_PAGES) {
        int pages = Math.min(PIECE_PAGES, Math.min(last, there) - at + 1);
        read(in, offset(at), ByteBuffer.wrap(piece, 0, pages * pageBytes));
        for (int i = 0; i < pages; i++) {
          if (isRotten(at + i, sum(piece, i * pageBytes, pageBytes))) {
            rotten.add(at + i);
          }
        }
      }
      for (int gone = Math.max(first, there + 1); gone <= Math.min(last, sums.length); gone++) {
        if (!unsettled.get(gone)) {
          rotten.add(gone);
        }
      }
    }
    return new Look(rotten);
  }

  private boolean isRotten(int number, long sum) {
    return sum != sums[number - 1] && !unsettled.get(number);
  }

  /** Whether each of the pages has one flipped bit, and would be put right. */
  boolean isMendable(Look look) throws IOException {
    try (FileChannel in = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      for (int number : look.rotten()) {
        if (mended(in, number).isEmpty()) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Puts pages right that have one flipped bit each; durable on return.
   *
   * @return whether all of them are as they should be
   */
  boolean mend(Look look) throws IOException {
    boolean all = true;
    try (FileChannel both =
        FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (int number : look.rotten()) {
        Optional<byte[]> right = mended(both, number);
        all &= right.isPresent();
        if (right.isPresent()) {
          both.write(ByteBuffer.wrap(right.get()), offset(number));
        }
      }
      both.force(true);
    }
    return all;
  }

  private Optional<byte[]> mended(FileChannel in, int number) throws IOException {
    if (in.size() < offset(number) + pageBytes) {
      return Optional.empty();
    }
    byte[] page = new byte[pageBytes];
    read(in, offset(number), ByteBuffer.wrap(page));
    return flipBack(page, sums[number - 1]) ? Optional.of(page) : Optional.empty();
  }

  /** Tries each bit. CRC-32C tells any three flipped bits of a page apart from none. */
  static boolean flipBack(byte[] page, long wanted) {
    CRC32C quick = new CRC32C();
    int quickly = (int) (wanted >>> Integer.SIZE);
    for (int bit = 0; bit < page.length * Byte.SIZE; bit++) {
      page[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      quick.reset();
      quick.update(page, 0, page.length);
      if ((int) quick.getValue() == quickly && sum(page, 0, page.length) == wanted) {
        return true;
      }
      page[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }
    return false;
  }

  private long offset(int number) {
    return (number - 1L) * pageBytes;
  }

  private static void read(FileChannel in, long at, ByteBuffer target) throws IOException {
    int start = target.position();
    while (target.hasRemaining()) {
      if (in.read(target, at + target.position() - start) < 0) {
        throw new EOFException("the file ends at " + in.size());
      }
    }
  }

  /** Two unlike checksums, so that rot does not pass for something else by chance. */
  static long sum(byte[] bytes, int from, int length) {
    CRC32C first = new CRC32C();
    first.update(bytes, from, length);
    CRC32 second = new CRC32();
    second.update(bytes, from, length);
    return (first.getValue() << Integer.SIZE) | second.getValue();
  }
}
