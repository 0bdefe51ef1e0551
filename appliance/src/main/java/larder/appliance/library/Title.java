package larder.appliance.library;

import java.time.Duration;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.media.TitleId;

/**
 * Something to watch, as one viewer sees it now.
 *
 * @param path its place in the folder
 * @param duration empty until somebody looked into the file
 * @param keep whether eviction spares it
 */
public record Title(
    TitleId id,
    TitleName name,
    FolderId folder,
    String path,
    long sizeBytes,
    Optional<Duration> duration,
    Availability availability,
    WatchState progress,
    Keeping keep) {

  /** Whether a title is exempt from eviction. */
  public enum Keeping {
    KEPT,
    EVICTABLE
  }
}
