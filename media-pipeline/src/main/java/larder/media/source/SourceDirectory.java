package larder.media.source;

import java.util.List;
import larder.media.ContentId;

/** Knows which sources hold a content right now. */
public interface SourceDirectory {

  /**
   * The connected sources of {@code content}, best first; empty when nobody who has it is here.
   * Cheap and never blocking: it is asked before every chunk.
   */
  List<BlockSource> sourcesOf(ContentId content);

  /**
   * Calls {@code listener} after sources came or went. The call is short, on any thread, and may
   * come late or once for several changes.
   *
   * @return closes the subscription; idempotent
   */
  Subscription onChange(Runnable listener);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
