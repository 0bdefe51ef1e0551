package larder.appliance.web.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The direct buffers that streams are written from: large ones for a household's few streams (fewer
 * system calls), small ones beyond that, so that many slow clients stay cheap. Safe for several
 * threads.
 */
final class StreamBuffers {

  /** Half the CPU time per byte of 256 KiB for a single stream. */
  static final int LARGE_BYTES = 1 << 20;

  static final int SMALL_BYTES = 128 << 10;

  /** More streams than a household has screens. */
  private static final int MAX_LARGE = 8;

  /** How many idle buffers are kept for the next streams. */
  private static final int MAX_IDLE = 8;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<ByteBuffer> idleLarge = new ArrayDeque<>();

  @GuardedBy("lock")
  private final Deque<ByteBuffer> idleSmall = new ArrayDeque<>();

  @GuardedBy("lock")
  private int lentLarge;

  /** A cleared buffer; must be given {@link #giveBack back} exactly once. */
  ByteBuffer lend() {
    lock.lock();
    try {
      boolean large = lentLarge < MAX_LARGE;
      lentLarge += large ? 1 : 0;
      ByteBuffer idle = (large ? idleLarge : idleSmall).pollLast();
      return idle == null ? ByteBuffer.allocateDirect(large ? LARGE_BYTES : SMALL_BYTES) : idle;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(ByteBuffer buffer) {
    lock.lock();
    try {
      boolean large = buffer.capacity() == LARGE_BYTES;
      lentLarge -= large ? 1 : 0;
      Deque<ByteBuffer> idle = large ? idleLarge : idleSmall;
      if (idle.size() < MAX_IDLE) {
        idle.addLast(buffer.clear());
      }
    } finally {
      lock.unlock();
    }
  }
}
