package larder.media.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import larder.media.ByteRange;
import larder.media.FileRegion;
import larder.media.Manifest;
import larder.media.chunk.Expected;
import larder.media.chunk.Verification;
import larder.media.chunk.Verifier;
import larder.media.source.UnverifiedBlock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads chunks, and lets no byte out that was not held against its hash since the start. What is
 * damaged or cannot be read becomes a hole.
 */
final class CheckedReads {

  private static final Logger LOG = LoggerFactory.getLogger(CheckedReads.class);

  /** Whole chunks in memory to be checked at once; each has up to 16 MiB, and a box two cores. */
  private static final int CHECKS_AT_ONCE = 2;

  private final Ledger ledger;
  private final DamageListener onDamage;
  private final Verifier verifier = new Verifier();
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE);
  private final AtomicLong damaged = new AtomicLong();

  /**
   * @param onDamage told which chunks became holes
   */
  CheckedReads(Ledger ledger, DamageListener onDamage) {
    this.ledger = ledger;
    this.onDamage = onDamage;
  }

  /** Chunks that were found damaged or unreadable since the start. */
  long damaged() {
    return damaged.get();
  }

  /** What a chunk must be: as its manifest says, or as it was when it was first stored. */
  Expected expected(Manifest manifest, int index) {
    return Expected.of(
        manifest,
        index,
        () -> ledger.find(manifest.contentId()).flatMap(entry -> entry.chunks.learned(index)));
  }

  /**
   * Fills {@code target} from the chunk; its bytes stay on the disk meanwhile.
   *
   * @return false if the chunk is missing, or is now
   */
  boolean read(Manifest manifest, int index, long offsetBytes, ByteBuffer target) {
    return onChunk(
        manifest,
        index,
        entry ->
            isChecked(entry, manifest, index)
                && fill(entry, new Chunk(manifest, index), offsetBytes, target));
  }

  /**
   * The bytes of {@code range} as far as they are here and checked without a gap, at least those of
   * its first chunk, which is checked now if it was not before; empty if that is missing. Its
   * content stays pinned for as long as the region is used.
   */
  Optional<FileRegion> region(Manifest manifest, ByteRange range) {
    int first = manifest.chunkAt(range.offsetBytes());
    boolean sound = onChunk(manifest, first, entry -> isChecked(entry, manifest, first));
    return ledger
        .find(manifest.contentId())
        .filter(_ -> sound)
        .map(entry -> new StoredRegion(ledger, entry, range, damageTo(entry, manifest)));
  }

  private StoredRegion.Damage damageTo(Entry entry, Manifest manifest) {
    return (index, why) -> damaged(entry, new Chunk(manifest, index), why);
  }

  /**
   * Holds a chunk against its hash, whether that was done before or not.
   *
   * @return false if the chunk is missing, or is now
   */
  boolean checkAnew(Manifest manifest, int index) {
    return onChunk(manifest, index, entry -> verify(entry, manifest, index));
  }

  private boolean onChunk(Manifest manifest, int index, Work work) {
    Optional<Entry> entry = ledger.beginRead(manifest.contentId(), index);
    if (entry.isEmpty()) {
      return false;
    }
    try {
      return work.on(entry.get());
    } finally {
      ledger.readEnded(entry.get());
    }
  }

  /** Whether the chunk was held against its hash, now if not before. */
  private boolean isChecked(Entry entry, Manifest manifest, int index) {
    if (entry.chunks.isChecked(index)) {
      return true;
    }
    checks.acquireUninterruptibly();
    try {
      return entry.chunks.isChecked(index) || verify(entry, manifest, index);
    } finally {
      checks.release();
    }
  }

  private boolean verify(Entry entry, Manifest manifest, int index) {
    Chunk chunk = new Chunk(manifest, index);
    ByteBuffer whole = ByteBuffer.allocate(manifest.lengthOf(index));
    if (!fill(entry, chunk, manifest.rangeOf(index).offsetBytes(), whole)) {
      return false;
    }
    Expected expected = Expected.of(manifest, index, () -> entry.chunks.learned(index));
    if (expected instanceof Expected.Unseen) {
      damaged(entry, chunk, "its hash is not known any more");
      return false;
    }
    UnverifiedBlock block = new UnverifiedBlock(whole.array());
    return switch (verifier.verify(manifest, index, expected, block)) {
      case Verification.Accepted accepted -> {
        entry.chunks.markChecked(accepted.chunk().index());
        yield true;
      }
      case Verification.Refused refused -> {
        damaged(entry, chunk, refused.reason());
        yield false;
      }
    };
  }

  /** Fills {@code target} from the file; what cannot be read becomes a hole. */
  private boolean fill(Entry entry, Chunk chunk, long offsetBytes, ByteBuffer target) {
    try {
      int wanted = target.remaining();
      int read = entry.data().read(offsetBytes, target);
      if (entry.chunks.isGone()) {
        return false; // a new file may have taken this one's place before it was opened
      }
      if (read == wanted) {
        return true;
      }
      damaged(entry, chunk, "the file ends after " + read + " of " + wanted + " bytes");
    } catch (IOException e) {
      damaged(entry, chunk, e.toString());
    }
    return false;
  }

  private void damaged(Entry entry, Chunk chunk, String why) {
    if (entry.chunks.markDamaged(chunk.index())) {
      damaged.incrementAndGet();
      LOG.warn("{} is damaged ({}); it is fetched again", chunk, why);
      onDamage.found(chunk.manifest(), chunk.index());
    }
  }

  private record Chunk(Manifest manifest, int index) {
    @Override
    public String toString() {
      return "Chunk " + index + " of " + manifest.contentId();
    }
  }

  /** What is done with a chunk while it is held. */
  @FunctionalInterface
  private interface Work {
    boolean on(Entry entry);
  }
}
