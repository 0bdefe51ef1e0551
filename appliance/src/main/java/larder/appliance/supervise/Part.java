package larder.appliance.supervise;

import java.time.Duration;

/** What a {@link Supervisor} owns. */
sealed interface Part permits Supervisor, SupervisedTask {

  /** Called once, under the owner's lock: must not call out. */
  void begin();

  /** Asks it to stop and waits, at most {@code timeout}. */
  void end(Duration timeout) throws InterruptedException;
}
