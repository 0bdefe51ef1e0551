package larder.media.cache;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.zip.CRC32C;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;
import larder.media.chunk.Expected;

/**
 * The format of a {@code .map}: what the content must be and which of its chunks are present, so
 * that the cache needs no database.
 *
 * <p>A snapshot (magic, version, size, chunk size, hashes, bitmap, CRC32C), replaced atomically,
 * and behind it a journal: 16-byte records with a CRC32C each, appended and synced. For a file of
 * 20,000 chunks a commit costs one 16-byte append instead of a 643 KB rewrite with a rename and a
 * directory sync; the journal is folded into a new snapshot when it outgrows it. A torn tail ends
 * the journal; what it would have said was never acknowledged.
 *
 * <p>The map of a learned content is version 2: its origin stands before the hashes, hashes of
 * chunks never stored are zeros, and a journal record that makes chunks present carries their
 * hashes under its own checksum, so that neither is ever there without the other.
 */
final class MapFile {

  static final int RECORD_BYTES = 16;

  /** Nothing we wrote is larger: the largest manifest, its bitmap and a full journal. */
  static final int MAX_BYTES = 80 << 20;

  private static final int MAGIC = 0x4c4d4150; // "LMAP"
  private static final int VERSION = 1;
  private static final int VERSION_LEARNED = 2;
  private static final int HEAD_BYTES = 4 + 4 + 8 + 4;
  private static final int CRC_BYTES = 4;
  private static final int PRESENT = 1;
  private static final int ABSENT = 2;
  private static final int LEARNED = 3;
  private static final int RECORD_HEAD_BYTES = 12;
  private static final int SMALLEST_FOLD_BYTES = 64 << 10;

  private MapFile() {}

  /**
   * A snapshot with an empty journal.
   *
   * @param learned of a learned content, its hashes so far
   */
  static byte[] snapshot(Manifest manifest, BitSet present, Optional<LearnedHashes> learned) {
    int length = snapshotBytes(manifest.chunkCount(), manifest.isLearned());
    ByteBuffer out = ByteBuffer.allocate(length);
    out.putInt(MAGIC).putInt(manifest.isLearned() ? VERSION_LEARNED : VERSION);
    out.putLong(manifest.sizeBytes()).putInt(manifest.chunkBytes());
    if (manifest.isLearned()) {
      out.put(manifest.origin()).put(learned.orElseThrow().packed());
    } else {
      out.put(manifest.packedHashes());
    }
    out.put(present.toByteArray()).position(length - CRC_BYTES);
    out.putInt(crc(out.array(), 0, out.position()));
    return out.array();
  }

  /** Journal records: first that {@code absent} chunks are gone, then that {@code present} are. */
  static ByteBuffer records(
      ContentId content, BitSet absent, BitSet present, Optional<LearnedHashes> learned) {
    int hashBytes = learned.isPresent() ? present.cardinality() * BlockHash.BYTES : 0;
    int length = (runs(absent) + runs(present)) * RECORD_BYTES + hashBytes;
    ByteBuffer out = ByteBuffer.allocate(length);
    putRuns(out, content, absent, Optional.empty(), ABSENT);
    putRuns(out, content, present, learned, learned.isPresent() ? LEARNED : PRESENT);
    return out.flip();
  }

  /** Whether a map of {@code lengthBytes} should be folded into a new snapshot. */
  static boolean isLong(long lengthBytes, int chunkCount) {
    long snapshot = snapshotBytes(chunkCount, false);
    return lengthBytes - snapshot > Math.max(SMALLEST_FOLD_BYTES, snapshot);
  }

  /** What a map file says; empty if it is no map of ours or its snapshot is damaged. */
  static Optional<Loaded> parse(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    if (file.length < HEAD_BYTES || in.getInt() != MAGIC) {
      return Optional.empty();
    }
    int version = in.getInt();
    boolean learns = version == VERSION_LEARNED;
    long sizeBytes = in.getLong();
    int chunkBytes = in.getInt();
    if ((!learns && version != VERSION) || chunkBytes < Manifest.MIN_CHUNK_BYTES || sizeBytes < 1) {
      return Optional.empty();
    }
    long count = (sizeBytes - 1) / chunkBytes + 1;
    if (count > Manifest.MAX_CHUNKS || file.length < snapshotBytes((int) count, learns)) {
      return Optional.empty();
    }
    int end = snapshotBytes((int) count, learns) - CRC_BYTES;
    if (in.getInt(end) != crc(file, 0, end)) {
      return Optional.empty();
    }
    return Optional.of(body(in, new Head(sizeBytes, chunkBytes, (int) count, learns), end));
  }

  private static Loaded body(ByteBuffer in, Head head, int end) {
    byte[] origin = new byte[head.learns() ? Manifest.ORIGIN_BYTES : 0];
    byte[] hashes = new byte[head.count() * BlockHash.BYTES];
    in.get(origin).get(hashes);
    BitSet present = BitSet.valueOf(in.slice(in.position(), end - in.position()));
    in.position(end + CRC_BYTES);
    Optional<LearnedHashes> learned =
        head.learns() ? Optional.of(LearnedHashes.ofPacked(hashes)) : Optional.empty();
    Manifest manifest =
        head.learns()
            ? Manifest.learned(head.sizeBytes(), head.chunkBytes(), origin)
            : new Manifest(head.sizeBytes(), head.chunkBytes(), hashes);
    boolean more = true;
    while (more) {
      more = replayOne(in, manifest, present, learned);
    }
    return new Loaded(manifest, present, learned, in.position(), in.hasRemaining());
  }

  private record Head(long sizeBytes, int chunkBytes, int count, boolean learns) {}

  /** Applies the next record. @return false where the journal ends */
  private static boolean replayOne(
      ByteBuffer in, Manifest manifest, BitSet present, Optional<LearnedHashes> learned) {
    if (in.remaining() < RECORD_BYTES) {
      return false;
    }
    int at = in.position();
    int kind = in.getInt(at);
    int first = in.getInt(at + 4);
    int count = in.getInt(at + 8);
    boolean fits = first >= 0 && count >= 1 && first <= manifest.chunkCount() - count;
    boolean known = kind == ABSENT || kind == (learned.isPresent() ? LEARNED : PRESENT);
    int body = RECORD_HEAD_BYTES + (kind == LEARNED && fits ? count * BlockHash.BYTES : 0);
    if (!fits
        || !known
        || in.remaining() < body + CRC_BYTES
        || in.getInt(at + body) != recordCrc(manifest.contentId(), in.slice(at, body))) {
      return false;
    }
    present.set(first, first + count, kind != ABSENT);
    in.position(at + RECORD_HEAD_BYTES);
    learned.filter(_ -> kind == LEARNED).ifPresent(all -> relearn(all, in, first, count));
    in.position(at + body + CRC_BYTES);
    return true;
  }

  private static void relearn(LearnedHashes learned, ByteBuffer in, int first, int count) {
    in.get(learned.packed(), first * BlockHash.BYTES, count * BlockHash.BYTES);
  }

  private static int snapshotBytes(int chunkCount, boolean learns) {
    return HEAD_BYTES
        + (learns ? Manifest.ORIGIN_BYTES : 0)
        + chunkCount * BlockHash.BYTES
        + (chunkCount + 7) / 8
        + CRC_BYTES;
  }

  private static int runs(BitSet chunks) {
    int runs = 0;
    for (int i = chunks.nextSetBit(0); i >= 0; i = chunks.nextSetBit(chunks.nextClearBit(i))) {
      runs++;
    }
    return runs;
  }

  private static void putRuns(
      ByteBuffer out, ContentId content, BitSet chunks, Optional<LearnedHashes> learned, int kind) {
    int first = chunks.nextSetBit(0);
    while (first >= 0) {
      int end = chunks.nextClearBit(first);
      int start = out.position();
      out.putInt(kind).putInt(first).putInt(end - first);
      for (int index = first; index < end && learned.isPresent(); index++) {
        out.put(learned.get().bytesOf(index));
      }
      out.putInt(recordCrc(content, out.slice(start, out.position() - start)));
      first = chunks.nextSetBit(end);
    }
  }

  /** Seeded with the content, so that a record of another map never counts. */
  private static int recordCrc(ContentId content, ByteBuffer record) {
    CRC32C crc = new CRC32C();
    long seed = Long.parseUnsignedLong(content.hex().substring(0, 16), 16);
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    crc.update(record);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /**
   * A map as read.
   *
   * @param learned of a learned content, the hashes so far
   * @param validBytes length of what could be read
   * @param torn whether something unreadable follows
   */
  record Loaded(
      Manifest manifest,
      BitSet present,
      Optional<LearnedHashes> learned,
      int validBytes,
      boolean torn) {

    /** What chunk {@code index} must be. */
    Expected expected(int index) {
      return Expected.of(manifest, index, () -> learned.flatMap(hashes -> hashes.of(index)));
    }
  }
}
