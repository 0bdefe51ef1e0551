package larder.appliance.mesh.peer;

import larder.appliance.mesh.wire.ByteBudget;
import larder.appliance.mesh.wire.Limits;
import larder.appliance.mesh.wire.ReadBudgets;

/**
 * What all links of this process may hold in memory together. Each link has bounds of its own; this
 * is for several that reach theirs at once on a box with a heap of 160 MiB.
 *
 * @param reading messages that came and are not handled yet
 * @param serving blocks that were read from the disk and are not sent yet
 */
record SharedMemory(ReadBudgets reading, ByteBudget serving) {

  /** Two of the largest blocks: one is sent while the next is read. */
  private static final int LEAST_SERVING_BYTES = 2 * Limits.BLOCK_BYTES;

  /** Enough for the fastest link's window; more would only wait in the socket's queue. */
  private static final int MOST_SERVING_BYTES = 16 * Limits.BLOCK_BYTES;

  /** The part of the heap that blocks on their way out may take: a PC has more to give. */
  private static final int SERVING_SHARE = 5;

  static SharedMemory of(long heapBytes) {
    int serving = Math.clamp(heapBytes / SERVING_SHARE, LEAST_SERVING_BYTES, MOST_SERVING_BYTES);
    return new SharedMemory(ReadBudgets.standard(), new ByteBudget(serving));
  }
}
