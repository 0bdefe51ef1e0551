package larder.media.prefetch;

import java.util.List;
import larder.media.ContentId;

/**
 * Stocks the box: takes the ordered list of wants, fetches in the background, tells how far it is.
 */
public interface Prefetching {

  /**
   * Replaces the wants, the most wanted first. Paused entries are simply left out. Returns at once.
   * A content that is wanted no longer keeps its chunks until eviction needs the room.
   */
  void want(List<Want> wants);

  /** How far {@code content} is; meaningful for any content, wanted or not. */
  FetchProgress progress(ContentId content);

  /**
   * Calls {@code listener} soon after progress of some wants changed, at most about four times a
   * second.
   */
  AutoCloseable onProgress(Runnable listener);
}
