package larder.appliance.mesh.index;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;

/**
 * Announcements for folders of ours that the peer has not named in a ClusterConfig yet. Syncthing
 * (1.19 and 1.29) sends in this order when a folder is shared, or goes on after a pause, while the
 * connection is up: its index starts before the ClusterConfig is queued. Dropping them would lose
 * the entries for good, since the peer counts them as sent; so they wait here. Owned by the link's
 * reader.
 */
final class EarlyIndexes {

  /**
   * The ClusterConfig follows within milliseconds, so a few messages of 250 KiB; who sends more is
   * hung up on, and a new connection begins with the ClusterConfig.
   */
  static final long MAX_BYTES = 4 << 20;

  /** What an entry costs beside its name and hashes. */
  private static final int ENTRY_BYTES = 256;

  private final List<Early> waiting = new ArrayList<>();
  private long heldBytes;

  /** Keeps {@code message} until its folder is named. @return false if there is no room for it */
  boolean hold(FolderId folder, Message message, List<FileInfo> files) {
    long bytes = files.stream().mapToLong(EarlyIndexes::bytesOf).sum();
    if (heldBytes + bytes > MAX_BYTES) {
      return false;
    }
    waiting.add(new Early(folder, message, bytes));
    heldBytes += bytes;
    return true;
  }

  /** Takes out what waits for one of {@code named}, in the order in which it came. */
  List<Message> take(Set<FolderId> named) {
    List<Message> taken = new ArrayList<>();
    for (Iterator<Early> all = waiting.iterator(); all.hasNext(); ) {
      Early early = all.next();
      if (named.contains(early.folder())) {
        all.remove();
        heldBytes -= early.bytes();
        taken.add(early.message());
      }
    }
    return taken;
  }

  private static long bytesOf(FileInfo file) {
    return ENTRY_BYTES + 2L * file.name().length() + 32L * file.blocks().count();
  }

  private record Early(FolderId folder, Message message, long bytes) {}
}
