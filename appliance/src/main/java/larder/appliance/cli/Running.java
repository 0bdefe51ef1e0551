package larder.appliance.cli;

import java.util.Optional;

/** Something that serves in this process until it is closed or fails. */
public interface Running extends AutoCloseable {

  ReadyLine ready();

  /**
   * Blocks until this was closed or failed.
   *
   * @return why it failed, as a sentence for the owner; empty if it was closed
   */
  Optional<String> awaitEnd() throws InterruptedException;

  /** Stops cleanly within 5 s. Idempotent; may be called from any thread. */
  @Override
  void close();
}
