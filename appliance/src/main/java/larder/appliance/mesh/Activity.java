package larder.appliance.mesh;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import larder.appliance.mesh.wire.DeviceId;

/** What happened in the folders: who added, changed or removed what. */
public interface Activity {

  /**
   * A folder's news, newest first.
   *
   * @param before only what is older than the news with this key; empty starts at the newest
   * @param limit at most so many
   */
  List<News> of(FolderId folder, OptionalLong before, int limit);

  /** Calls {@code listener} with a folder soon after it got news. */
  AutoCloseable onNews(Consumer<FolderId> listener);

  /**
   * Something that happened.
   *
   * @param key grows with each; clocks can be wrong, this cannot
   * @param device who did it
   * @param deviceName harmless to show; its short id once it was forgotten
   * @param name the file, or one of them: its path in the folder, harmless to show
   * @param files how many files it is about, at least one but for who joined with none
   */
  record News(
      long key,
      What what,
      DeviceId device,
      String deviceName,
      String name,
      long files,
      Instant at) {}

  /** What somebody did. */
  enum What {
    /** A device's first index: what it had when it came. */
    JOINED,
    ADDED,
    CHANGED,
    REMOVED
  }
}
