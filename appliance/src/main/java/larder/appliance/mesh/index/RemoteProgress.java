package larder.appliance.mesh.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import larder.appliance.mesh.wire.Limits;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.Message.Progress;
import larder.appliance.mesh.wire.VersionVector;
import larder.media.Manifest;

/**
 * What one connected device told of files that it has in part: a hint that is as good as its bytes,
 * which are held against their hashes like all others. Goes with the connection.
 */
final class RemoteProgress {

  /** Eight million blocks; a device that tells more is not listened to any further. */
  private static final long MAX_BITMAP_BYTES = 1 << 20;

  /** Names in memory; a box fetches a handful of files at a time. */
  private static final int MAX_FILES = 1_000;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Key, Told> files = new HashMap<>();

  @GuardedBy("lock")
  private long bitmapBytes;

  /** Takes what the device said, as far as there is room. */
  void take(Message.DownloadProgress progress) {
    lock.lock();
    try {
      for (Progress update : progress.updates()) {
        take(new Key(progress.folder(), update.name()), update);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything was told of the file in that version, in blocks of that size. */
  boolean knows(String folder, Entry file, int blockBytes) {
    lock.lock();
    try {
      return told(folder, file, blockBytes).isPresent();
    } finally {
      lock.unlock();
    }
  }

  boolean has(String folder, Entry file, int blockBytes, int index) {
    lock.lock();
    try {
      return told(folder, file, blockBytes).filter(told -> told.blocks.get(index)).isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** The device refused the block: it is not there any more. */
  void miss(String folder, String name, int index) {
    lock.lock();
    try {
      Told told = files.get(new Key(folder, name));
      if (told != null) {
        told.blocks.clear(index);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Memory that the blocks' marks take. */
  long bitmapBytes() {
    lock.lock();
    try {
      return bitmapBytes;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<Told> told(String folder, Entry file, int blockBytes) {
    return Optional.ofNullable(files.get(new Key(folder, file.info().name())))
        .filter(told -> told.blockBytes == blockBytes)
        .filter(told -> told.version.equals(file.info().version()));
  }

  @GuardedBy("lock")
  private void take(Key key, Progress update) {
    Told known = files.get(key);
    boolean goesOn =
        update.step() == Progress.Step.APPEND
            && known != null
            && known.version.equals(update.version());
    if (known != null && !goesOn) {
      files.remove(key);
      bitmapBytes -= known.bytes();
    }
    if (update.step() == Progress.Step.APPEND && (goesOn || files.size() < MAX_FILES)) {
      int blockBytes = update.blockBytes() == 0 ? Limits.MIN_BLOCK_BYTES : update.blockBytes();
      append(files.computeIfAbsent(key, k -> new Told(update.version(), blockBytes)), update);
    }
  }

  @GuardedBy("lock")
  private void append(Told told, Progress update) {
    for (int block : update.blocks()) {
      long room = MAX_BITMAP_BYTES - bitmapBytes;
      boolean fits = block >= 0 && block < Manifest.MAX_CHUNKS && block / Byte.SIZE < room;
      if (fits) {
        long before = told.bytes();
        told.blocks.set(block);
        bitmapBytes += told.bytes() - before;
      }
    }
  }

  private record Key(String folder, String name) {}

  /** One file. */
  private static final class Told {
    private final VersionVector version;
    private final int blockBytes;
    private final BitSet blocks = new BitSet();

    Told(VersionVector version, int blockBytes) {
      this.version = version;
      this.blockBytes = blockBytes;
    }

    long bytes() {
      return blocks.size() / Byte.SIZE;
    }
  }
}
