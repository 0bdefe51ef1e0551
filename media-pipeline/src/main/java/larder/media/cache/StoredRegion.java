package larder.media.cache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import larder.media.ByteRange;
import larder.media.FileRegion;

/**
 * A region of one content's file. Asks for the chunks before each step, so that a chunk that was
 * found damaged, or a content that was forgotten, ends it there.
 */
final class StoredRegion implements FileRegion {

  /** Large enough to cost few system calls, small enough to be asked about often. */
  private static final long STEP_BYTES = 2 << 20;

  private final Ledger ledger;
  private final Entry entry;
  private final ByteRange range;
  private final Damage damage;

  StoredRegion(Ledger ledger, Entry entry, ByteRange range, Damage damage) {
    this.ledger = ledger;
    this.entry = entry;
    this.range = range;
    this.damage = damage;
  }

  /** Told of a chunk that cannot be read. */
  @FunctionalInterface
  interface Damage {
    void found(int index, String why);
  }

  @Override
  public long leftBytes(long sentBytes) {
    long from = range.offsetBytes() + sentBytes;
    long limit = Math.min(range.endBytes(), from + STEP_BYTES);
    long end = from;
    while (end < limit && isVerified(entry.chunks.at(end))) {
      end = entry.chunks.endOf(entry.chunks.at(end));
    }
    return Math.min(end, limit) - from;
  }

  private boolean isVerified(int index) {
    return entry.chunks.isReadable(index) && entry.chunks.isChecked(index);
  }

  @Override
  public long transferTo(long sentBytes, WritableByteChannel target) throws IOException {
    long from = range.offsetBytes() + sentBytes;
    long length = leftBytes(sentBytes);
    return length == 0 ? 0 : held(from, () -> transfer(sentBytes, length, target));
  }

  /**
   * Keeps the bytes on the disk meanwhile, also when its reader was closed and nothing is pinned.
   */
  private long held(long from, Transfer transfer) throws IOException {
    Optional<Entry> reading = ledger.beginRead(entry.content, entry.chunks.at(from));
    if (reading.isEmpty()) {
      return 0;
    }
    try {
      return transfer.run();
    } finally {
      ledger.readEnded(reading.get());
    }
  }

  private long transfer(long sentBytes, long length, WritableByteChannel target)
      throws IOException {
    long from = range.offsetBytes() + sentBytes;
    try {
      return entry
          .data()
          .transferTo(new ByteRange(from, length), target, () -> leftBytes(sentBytes) >= length);
    } catch (ClosedChannelException e) {
      throw e; // the target's, or an interrupt
    } catch (EOFException e) {
      cannotRead(from, length, e);
      return 0;
    } catch (IOException e) {
      if (isReadable(from)) {
        throw e; // the target's
      }
      damage.found(entry.chunks.at(from), e.toString());
      return 0;
    }
  }

  /** The file ends within the step: whatever of the step it does not have is damaged. */
  private void cannotRead(long fromBytes, long lengthBytes, EOFException e) {
    int last = entry.chunks.at(fromBytes + lengthBytes - 1);
    for (int index = entry.chunks.at(fromBytes); index <= last; index++) {
      if (!isReadable(entry.chunks.endOf(index) - 1)) {
        damage.found(index, e.toString());
      }
    }
  }

  /** Whether the disk gives this byte: a failed transfer does not say which side failed. */
  private boolean isReadable(long offsetBytes) {
    try {
      return entry.data().read(offsetBytes, ByteBuffer.allocate(1)) == 1;
    } catch (IOException _) {
      return false;
    }
  }

  /** One step of sending. */
  @FunctionalInterface
  private interface Transfer {
    long run() throws IOException;
  }
}
