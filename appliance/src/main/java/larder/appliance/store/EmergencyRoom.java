package larder.appliance.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds 16 MiB of the disk for the day it is full: it is removed when a write of state
 * meets a full disk, and made again when there is room. What a viewer asks for is remembered even
 * then. For all threads.
 */
public final class EmergencyRoom {

  /** Years of entries in the queue, positions and tokens. */
  static final int BYTES = 16 << 20;

  /** Made again only if as much stays free, so that it does not come and go. */
  static final long SPARE_BYTES = 16L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(EmergencyRoom.class);

  private static final int PIECE_BYTES = 1 << 20;

  private final Path home;
  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();

  @GuardedBy("lock")
  private boolean used;

  EmergencyRoom(Path home) {
    this.home = home;
    this.file = home.resolve("emergency");
  }

  /** Gives the room to whoever met a full disk. @return false if it was given before */
  public boolean free() {
    lock.lock();
    try {
      used = true;
      freed.signalAll();
      boolean there = Files.deleteIfExists(file);
      if (there) {
        LOG.warn(
            "The disk under {} is full; its last {} MiB are used for what must not be lost. Free"
                + " some room: nothing can be stocked until then",
            home,
            BYTES >> 20);
      }
      return there;
    } catch (IOException e) {
      LOG.warn("The disk is full, and {} cannot be removed", file, e);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Holds the room again, really allocated and synced; blocks for the writing of 16 MiB.
   *
   * @return whether it is held; false while there is too little room
   */
  boolean hold() {
    try {
      if (Files.exists(file) && Files.size(file) == BYTES) {
        return true;
      }
      if (isGivenAway()) {
        return false;
      }
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      write(temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      LOG.warn("Cannot hold {} MiB of the disk for the state in {}", BYTES >> 20, file, e);
      return false;
    }
  }

  /** Whether it is in use: what can wait must not take from it. */
  boolean isGivenAway() {
    return !Files.exists(file) && home.toFile().getUsableSpace() < BYTES + SPARE_BYTES;
  }

  /** Blocks until the room was given away. */
  void awaitUse() throws InterruptedException {
    lock.lock();
    try {
      while (!used) {
        freed.await();
      }
      used = false;
    } finally {
      lock.unlock();
    }
  }

  /** Noise, since some file systems store zeros as nothing. */
  private static void write(Path target) throws IOException {
    SplittableRandom random = new SplittableRandom(BYTES);
    byte[] noise = new byte[PIECE_BYTES];
    try (FileChannel out =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int piece = 0; piece < BYTES / PIECE_BYTES; piece++) {
        random.nextBytes(noise);
        ByteBuffer left = ByteBuffer.wrap(noise);
        while (left.hasRemaining()) {
          out.write(left);
        }
      }
      out.force(true);
    }
  }
}
