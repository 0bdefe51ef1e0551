package larder.appliance.mesh.index;

import java.util.Set;
import java.util.function.Consumer;
import larder.media.ContentId;

/** Which contents this device holds to the last byte, synced and checked. */
public interface HeldContents {

  /** All of them now. */
  Set<ContentId> complete();

  /**
   * Calls {@code listener} after a content became complete, on any thread, outside any lock. A
   * content that is about to go is told to {@link StockIndex#announceEvicted} instead.
   */
  Subscription onComplete(Consumer<ContentId> listener);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
