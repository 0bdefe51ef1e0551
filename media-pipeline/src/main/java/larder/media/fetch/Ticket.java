package larder.media.fetch;

import java.util.Optional;
import larder.media.Fault;

/** A request that is on its way; stays so until it has an outcome or is closed. */
public interface Ticket extends AutoCloseable {

  /** Why nothing comes at the moment; empty while a transfer runs or none was tried yet. */
  Optional<Fault> trouble();

  /**
   * Whether a source that has delivered before is sending the chunk and is not late by its own
   * measure, so that giving up now would be wrong: large chunks on slow lines take their time.
   */
  boolean isArriving();

  /** Nobody needs it any more: no outcome follows. A transfer that runs is not thrown away. */
  @Override
  void close();
}
