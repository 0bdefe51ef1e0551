package larder.appliance.mesh.sync;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import larder.appliance.mesh.FolderId;

/**
 * Holds back deletions that look like somebody's accident: more than half of a folder's files at
 * once. They wait until the owner confirms them. For all threads.
 */
final class DeletionGuard {

  /** Whoever empties a small folder means it, and the trash has it. */
  static final int ALWAYS_ALLOWED = 20;

  private final Set<FolderId> held = ConcurrentHashMap.newKeySet();
  private final Set<FolderId> confirmed = ConcurrentHashMap.newKeySet();

  /** Whether {@code deletions} of {@code files} may happen; remembers it if they may not. */
  boolean allows(FolderId folder, long deletions, long files) {
    boolean many = deletions > ALWAYS_ALLOWED && deletions * 2 > files;
    if (many && !confirmed.contains(folder)) {
      held.add(folder);
      return false;
    }
    held.remove(folder);
    return true;
  }

  /** The deletions are done: the next ones are looked at anew. */
  void done(FolderId folder) {
    confirmed.remove(folder);
  }

  /** The owner wants them. @return false if none are held */
  boolean confirm(FolderId folder) {
    if (!held.remove(folder)) {
      return false;
    }
    confirmed.add(folder);
    return true;
  }

  boolean isHeld(FolderId folder) {
    return held.contains(folder);
  }
}
