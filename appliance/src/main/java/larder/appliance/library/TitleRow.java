package larder.appliance.library;

import java.time.Duration;
import java.util.Optional;
import larder.appliance.mesh.FolderId;
import larder.media.ContentId;
import larder.media.TitleId;

/**
 * A title as it is stored: what does not depend on who is connected.
 *
 * @param content its bytes, once somebody asked for them
 * @param gone its file is no longer in the folder
 * @param sortKey its place in lists, together with its id
 */
record TitleRow(
    TitleId id,
    TitleName name,
    FolderId folder,
    String path,
    long sizeBytes,
    Optional<Duration> duration,
    Optional<ContentId> content,
    Title.Keeping keep,
    boolean gone,
    String sortKey,
    WatchState progress) {

  /** Whether its bytes come from a web server, and from no device. */
  boolean isFromWeb() {
    return folder.equals(WebTitleRows.FOLDER);
  }
}
