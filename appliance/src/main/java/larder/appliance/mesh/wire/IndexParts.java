package larder.appliance.mesh.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import larder.appliance.mesh.wire.MessageReader.Held;

/**
 * An index message in parts, as if its sender had sent several: the first is what the message is,
 * the others are updates. So a message takes no more memory than a part, however long it is. What
 * was handed out stands, also if the rest breaks the protocol: an index goes on after the highest
 * sequence that was taken, and entries come in the order of their sequences.
 */
final class IndexParts {

  /** As many as the reference puts into a message of its own. */
  private static final int PART_FILES = 1_000;

  /** See {@link #PART_FILES}; an entry is never split. */
  private static final int PART_BYTES = 250 << 10;

  /** An entry is held as it came, and its hashes twice while they are checked. */
  private static final int COST_OF_A_BYTE = 3;

  private static final int FOLDER = 1;
  private static final int ENTRY = 2;

  private final ProtoStream in;
  private final ReadBudgets budgets;
  private int type;
  private String folder = "";
  private boolean entryDue;
  private int leftOut;
  private long lastSequence = Long.MIN_VALUE;

  private IndexParts(int type, ProtoStream in, ReadBudgets budgets) {
    this.type = type;
    this.in = in;
    this.budgets = budgets;
  }

  /**
   * Begins with what comes before the first entry.
   *
   * @param type index or update
   * @param body ends with the message, which is {@code lengthBytes} long
   */
  static IndexParts open(int type, InputStream body, int lengthBytes, ReadBudgets budgets)
      throws IOException {
    IndexParts parts = new IndexParts(type, new ProtoStream(body, lengthBytes), budgets);
    parts.moveToEntry();
    return parts;
  }

  /** Whether there is more after the parts that were read. */
  boolean hasMore() {
    return entryDue;
  }

  /** Entries that were too long, since this was last asked. */
  int takeLeftOut() {
    int count = leftOut;
    leftOut = 0;
    return count;
  }

  /** Reads the next part; the first is there even if the message has no entry. */
  Held next() throws IOException, InterruptedException {
    List<FileInfo> files = new ArrayList<>();
    ByteBudget.Lease lease = ByteBudget.Lease.NONE;
    boolean done = false;
    try {
      long bytes = 0;
      while (entryDue && files.size() < PART_FILES && bytes < PART_BYTES) {
        int length = in.length(Integer.MAX_VALUE);
        if (length > Limits.ENTRY_BYTES) {
          passOver(length);
          continue;
        }
        if (length >= PART_BYTES) { // then it is this part's last: nobody takes two leases
          lease = budgets.take(MessageCodec.INDEX, (long) length * COST_OF_A_BYTE);
        }
        files.add(FileInfoCodec.decode(new ProtoReader(in.bytes(length))));
        bytes += length;
        moveToEntry();
      }
      Held held = new Held(part(files), lease);
      done = true;
      return held;
    } finally {
      if (!done) {
        lease.close();
      }
    }
  }

  /** The file cannot be had here; the others of its device can. */
  private void passOver(int length) throws IOException {
    in.pass(length);
    leftOut++;
    moveToEntry();
  }

  private Message part(List<FileInfo> files) throws WireException {
    if (!files.isEmpty()) {
      if (files.getFirst().sequence() <= lastSequence) {
        throw new WireException("entries that are not in the order of their sequences");
      }
      lastSequence = files.getLast().sequence();
    }
    boolean first = type == MessageCodec.INDEX;
    type = MessageCodec.INDEX_UPDATE;
    return first ? new Message.Index(folder, files) : new Message.IndexUpdate(folder, files);
  }

  private void moveToEntry() throws IOException {
    boolean behindEntry = entryDue;
    entryDue = false;
    while (!entryDue && in.next()) {
      switch (in.field()) {
        case FOLDER -> folder(behindEntry);
        case ENTRY -> entryDue = true;
        default -> in.skip();
      }
    }
  }

  private void folder(boolean behindEntry) throws IOException {
    if (behindEntry) {
      throw new WireException("folder named after its entries");
    }
    byte[] text = in.bytes(in.length(Limits.TEXT_BYTES));
    folder = ProtoReader.text(text, 0, text.length);
  }
}
