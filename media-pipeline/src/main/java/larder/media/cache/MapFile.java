package larder.media.cache;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.zip.CRC32C;
import larder.media.BlockHash;
import larder.media.ContentId;
import larder.media.Manifest;

/**
 * The format of a {@code .map}: what the content must be and which of its chunks are present, so
 * that the cache needs no database.
 *
 * <p>A snapshot (magic, version, size, chunk size, hashes, bitmap, CRC32C), replaced atomically,
 * and behind it a journal: 16-byte records with a CRC32C each, appended and synced. For a file of
 * 20,000 chunks a commit costs one 16-byte append instead of a 643 KB rewrite with a rename and a
 * directory sync; the journal is folded into a new snapshot when it outgrows it. A torn tail ends
 * the journal; what it would have said was never acknowledged.
 */
final class MapFile {

  static final int RECORD_BYTES = 16;

  /** Nothing we wrote is larger: the largest manifest, its bitmap and a full journal. */
  static final int MAX_BYTES = 80 << 20;

  private static final int MAGIC = 0x4c4d4150; // "LMAP"
  private static final int VERSION = 1;
  private static final int HEAD_BYTES = 4 + 4 + 8 + 4;
  private static final int CRC_BYTES = 4;
  private static final int PRESENT = 1;
  private static final int ABSENT = 2;
  private static final int SMALLEST_FOLD_BYTES = 64 << 10;

  private MapFile() {}

  /** A snapshot with an empty journal. */
  static byte[] snapshot(Manifest manifest, BitSet present) {
    ByteBuffer out = ByteBuffer.allocate(snapshotBytes(manifest.chunkCount()));
    out.putInt(MAGIC).putInt(VERSION).putLong(manifest.sizeBytes()).putInt(manifest.chunkBytes());
    out.put(manifest.packedHashes());
    byte[] bits = present.toByteArray();
    out.put(bits).position(out.capacity() - CRC_BYTES);
    out.putInt(crc(out.array(), 0, out.position()));
    return out.array();
  }

  /** Journal records: first that {@code absent} chunks are gone, then that {@code present} are. */
  static ByteBuffer records(ContentId content, BitSet absent, BitSet present) {
    ByteBuffer out = ByteBuffer.allocate((runs(absent) + runs(present)) * RECORD_BYTES);
    putRuns(out, content, ABSENT, absent);
    putRuns(out, content, PRESENT, present);
    return out.flip();
  }

  /** Whether a map of {@code lengthBytes} should be folded into a new snapshot. */
  static boolean isLong(long lengthBytes, int chunkCount) {
    long snapshot = snapshotBytes(chunkCount);
    return lengthBytes - snapshot > Math.max(SMALLEST_FOLD_BYTES, snapshot);
  }

  /** What a map file says; empty if it is no map of ours or its snapshot is damaged. */
  static Optional<Loaded> parse(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    if (file.length < HEAD_BYTES || in.getInt() != MAGIC || in.getInt() != VERSION) {
      return Optional.empty();
    }
    long sizeBytes = in.getLong();
    int chunkBytes = in.getInt();
    if (chunkBytes < Manifest.MIN_CHUNK_BYTES || sizeBytes < 1) {
      return Optional.empty();
    }
    long count = (sizeBytes - 1) / chunkBytes + 1;
    if (count > Manifest.MAX_CHUNKS || file.length < snapshotBytes((int) count)) {
      return Optional.empty();
    }
    int end = snapshotBytes((int) count) - CRC_BYTES;
    if (in.getInt(end) != crc(file, 0, end)) {
      return Optional.empty();
    }
    byte[] hashes = new byte[(int) count * BlockHash.BYTES];
    in.get(hashes);
    BitSet present = BitSet.valueOf(in.slice(in.position(), end - in.position()));
    Manifest manifest = new Manifest(sizeBytes, chunkBytes, hashes);
    in.position(end + CRC_BYTES);
    replay(in, manifest, present);
    return Optional.of(new Loaded(manifest, present, in.position(), in.hasRemaining()));
  }

  private static void replay(ByteBuffer in, Manifest manifest, BitSet present) {
    while (in.remaining() >= RECORD_BYTES) {
      int kind = in.getInt(in.position());
      int first = in.getInt(in.position() + 4);
      int count = in.getInt(in.position() + 8);
      int crc = in.getInt(in.position() + 12);
      boolean fits = first >= 0 && count >= 1 && first <= manifest.chunkCount() - count;
      if (!fits || crc != recordCrc(manifest.contentId(), kind, first, count)) {
        return;
      }
      present.set(first, first + count, kind == PRESENT);
      in.position(in.position() + RECORD_BYTES);
    }
  }

  private static int snapshotBytes(int chunkCount) {
    return HEAD_BYTES + chunkCount * BlockHash.BYTES + (chunkCount + 7) / 8 + CRC_BYTES;
  }

  private static int runs(BitSet chunks) {
    int runs = 0;
    for (int i = chunks.nextSetBit(0); i >= 0; i = chunks.nextSetBit(chunks.nextClearBit(i))) {
      runs++;
    }
    return runs;
  }

  private static void putRuns(ByteBuffer out, ContentId content, int kind, BitSet chunks) {
    int first = chunks.nextSetBit(0);
    while (first >= 0) {
      int end = chunks.nextClearBit(first);
      int count = end - first;
      out.putInt(kind).putInt(first).putInt(count);
      out.putInt(recordCrc(content, kind, first, count));
      first = chunks.nextSetBit(end);
    }
  }

  /** Seeded with the content, so that a record of another map never counts. */
  private static int recordCrc(ContentId content, int kind, int first, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    bytes.putLong(Long.parseUnsignedLong(content.hex().substring(0, 16), 16));
    bytes.putInt(kind).putInt(first).putInt(count);
    return crc(bytes.array(), 0, bytes.capacity());
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /**
   * A map as read.
   *
   * @param validBytes length of what could be read
   * @param torn whether something unreadable follows
   */
  record Loaded(Manifest manifest, BitSet present, int validBytes, boolean torn) {}
}
