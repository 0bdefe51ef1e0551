package larder.appliance.web.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The direct buffers that bytes are written from while they cannot leave as file regions. Lent for
 * one write; a client that takes nothing keeps one meanwhile, so they get smaller the more are
 * lent: 23 MiB for as many streams as may be open. Safe for several threads.
 */
final class StreamBuffers {

  /** The classes in the order in which they are lent. */
  private final List<Size> sizes =
      List.of(
          // Half the CPU time per byte of 256 KiB, for a household's few streams.
          new Size(1 << 20, 8), new Size(128 << 10, 64), new Size(16 << 10, OpenStreams.MAX_OPEN));

  /** How many idle buffers of a size are kept for the next writes. */
  private static final int MAX_IDLE = 8;

  private final ReentrantLock lock = new ReentrantLock();

  /** A cleared buffer; must be given {@link #giveBack back} exactly once. */
  ByteBuffer lend() {
    lock.lock();
    try {
      Size size = sizes.stream().filter(Size::hasOne).findFirst().orElseThrow();
      return size.lend();
    } finally {
      lock.unlock();
    }
  }

  void giveBack(ByteBuffer buffer) {
    lock.lock();
    try {
      sizes.stream()
          .filter(size -> size.bytes == buffer.capacity())
          .forEach(size -> size.giveBack(buffer.clear()));
    } finally {
      lock.unlock();
    }
  }

  /** The buffers of one size; guarded by the owner's lock. */
  private static final class Size {

    private final int bytes;
    private final int most;
    private final Deque<ByteBuffer> idle = new ArrayDeque<>();
    private int lent;

    Size(int bytes, int most) {
      this.bytes = bytes;
      this.most = most;
    }

    boolean hasOne() {
      return lent < most;
    }

    ByteBuffer lend() {
      lent++;
      ByteBuffer buffer = idle.pollLast();
      return buffer == null ? ByteBuffer.allocateDirect(bytes) : buffer;
    }

    void giveBack(ByteBuffer buffer) {
      lent--;
      if (idle.size() < MAX_IDLE) {
        idle.addLast(buffer);
      }
    }
  }
}
