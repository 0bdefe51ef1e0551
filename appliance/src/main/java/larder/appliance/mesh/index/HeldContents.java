package larder.appliance.mesh.index;

import java.util.BitSet;
import java.util.Set;
import java.util.function.Consumer;
import larder.media.ContentId;

/** Which contents this device holds, to the last byte or in part, synced. */
public interface HeldContents {

  /** All of them now. */
  Set<ContentId> complete();

  /**
   * Calls {@code listener} after a content became complete, on any thread, outside any lock. A
   * content that is about to go is told to {@link StockIndex#announceEvicted} instead.
   */
  Subscription onComplete(Consumer<ContentId> listener);

  /** The chunks of {@code content} that are here, as a copy; none if it is unknown. */
  BitSet present(ContentId content);

  /**
   * Calls {@code listener} after chunks of a content came or went, on any thread, outside any lock.
   * Seconds may pass, and many chunks be one call: others are told each time.
   */
  Subscription onChange(Consumer<ContentId> listener);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
