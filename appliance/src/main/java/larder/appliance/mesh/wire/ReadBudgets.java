package larder.appliance.mesh.wire;

/**
 * What messages of all peers may take together while they are read and handled.
 *
 * @param messages for indexes and other announcements: one that is too large for it comes alone
 * @param responses for blocks, apart from the former, so that a film does not wait for an index
 */
public record ReadBudgets(ByteBudget messages, ByteBudget responses) {

  /** Smaller ones are not counted: index batches have 250 KiB, and few of them wait on a link. */
  public static final int LARGE_BYTES = 1 << 20;

  /** Of a heap of 160 MiB, beside what is fetched; a household's indexes never come near. */
  private static final int MESSAGE_BYTES = 48 << 20;

  /** Two of the largest blocks: one slow device does not keep another from answering. */
  private static final int RESPONSE_BYTES = 2 * Limits.RESPONSE_BYTES;

  /** For one process. */
  public static ReadBudgets standard() {
    return new ReadBudgets(new ByteBudget(MESSAGE_BYTES), new ByteBudget(RESPONSE_BYTES));
  }

  ByteBudget.Lease take(int type, long bytes) throws InterruptedException {
    if (bytes < LARGE_BYTES) {
      return ByteBudget.Lease.NONE;
    }
    return (type == MessageCodec.RESPONSE ? responses : messages).take(bytes);
  }
}
